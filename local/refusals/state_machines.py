"""State machines that Step Functions would not create, or whose role may not do its work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from local.program import RegisteredResource
from local.refusals.registered import Registered
from local.refusals.states_language import definition_problems, inner_definitions

MAX_DEFINITION_BYTES = 1024 * 1024


def parsed_definition(machine: RegisteredResource) -> dict[str, Any] | None:
    """The definition of a state machine; None when it is no JSON object."""
    try:
        definition = json.loads(machine.inputs["definition"])
    except ValueError:
        return None
    return definition if isinstance(definition, dict) else None


def invalid_definitions(registered: Registered) -> Iterator[str]:
    """Definitions that CreateStateMachine refuses, with the state and the reason."""
    for machine in registered.of_type("StateMachine"):
        text = str(machine.inputs["definition"])
        if len(text.encode()) > MAX_DEFINITION_BYTES:
            yield f"{machine.name}: the definition is over {MAX_DEFINITION_BYTES} bytes"
        definition = parsed_definition(machine)
        if definition is None:
            yield f"{machine.name}: the definition must be a JSON object, got {text[:80]!r}"
            continue
        for problem in definition_problems(definition):
            yield f"{machine.name}: {problem}"


def uninvocable_functions(registered: Registered) -> Iterator[str]:
    """Functions that a definition names and its role may not invoke."""
    for machine in registered.of_type("StateMachine"):
        role = machine.inputs["roleArn"]
        for name, state in _every_state(parsed_definition(machine) or {}):
            function = state.get("Parameters", {}).get("FunctionName")
            if function and not registered.role_allows(role, "lambda:InvokeFunction", function):
                yield (
                    f"{machine.name}: its role may not invoke {function}, which state {name!r} "
                    "names; allow lambda:InvokeFunction on it"
                )


def unreachable_queues(registered: Registered) -> Iterator[str]:
    """Queues to which a definition sends and its role may not, or that are not registered."""
    urls = {queue.outputs.get("url"): queue.outputs["arn"] for queue in registered.of_type("Queue")}
    for machine in registered.of_type("StateMachine"):
        role = machine.inputs["roleArn"]
        for name, state in _every_state(parsed_definition(machine) or {}):
            url = state.get("Parameters", {}).get("QueueUrl")
            arn = urls.get(url)
            if url and not (arn and registered.role_allows(role, "sqs:SendMessage", arn)):
                yield (
                    f"{machine.name}: its role may not send to {url}, which state {name!r} "
                    "names; allow sqs:SendMessage on the queue's ARN"
                )


def _every_state(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, state in definition.get("States", {}).items():
        yield name, state
        for inner in inner_definitions(state):
            yield from _every_state(inner)

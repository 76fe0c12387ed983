"""State machines that Step Functions would not create, or whose role may not do its work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .registered import Registered
from .rule import Resource, Rule, Severity
from .states_language import definition_problems, inner_definitions, parsed_definition, states_of

MAX_DEFINITION_BYTES = 1024 * 1024
FUNCTION_ARN = re.compile(r"arn:[^:]*:lambda:")
# Region, account and name of a queue, as SQS writes its URL.
QUEUE_URL = re.compile(r"https://sqs\.([\w-]+)\.amazonaws\.[\w.]+/(\d{12})/([\w.-]+)")


def _invalid(machine: Resource, _: Registered) -> Iterator[str]:
    text = str(machine.inputs.get("definition"))
    if len(text.encode()) > MAX_DEFINITION_BYTES:
        yield f"the definition is over {MAX_DEFINITION_BYTES} bytes"
    definition = parsed_definition(text)
    if definition is None:
        yield f"the definition must be a JSON object, got {text[:80]!r}"
    else:
        yield from definition_problems(definition)


def _may_not_invoke(machine: Resource, registered: Registered) -> Iterator[str]:
    role = machine.inputs.get("roleArn", "")
    for name, state in states_of_machine(machine):
        for function in _functions_of(state, registered):
            if not registered.role_allows(role, "lambda:InvokeFunction", function):
                yield f"its role may not invoke {function}, which state {name!r} names"


def _functions_of(state: dict[str, Any], registered: Registered) -> Iterator[str]:
    """The ARNs of the functions that a state names, by themselves or as an argument."""
    named = (str(state.get("Resource", "")), argument(state, "FunctionName"))
    for one in named:
        if FUNCTION_ARN.match(one):
            yield one
        yield from (
            function.outputs["arn"]
            for function in registered.of_type("Function")
            if one and ":" not in one and one == function.outputs["name"]
        )


def _may_not_send(machine: Resource, registered: Registered) -> Iterator[str]:
    role = str(machine.inputs.get("roleArn", ""))
    for name, state in states_of_machine(machine):
        url = argument(state, "QueueUrl")
        arn = _arn_of_queue(url, role, registered) if url else None
        if arn and not registered.role_allows(role, "sqs:SendMessage", arn):
            yield f"its role may not send to {url}, which state {name!r} names"


def _arn_of_queue(url: str, role: str, registered: Registered) -> str | None:
    """The ARN of a queue of the program, or of another one in the role's partition.

    None for a text that is no queue's URL, such as an expression.
    """
    for queue in registered.of_type("Queue"):
        if queue.outputs["url"] == url:
            return str(queue.outputs["arn"])
    elsewhere = QUEUE_URL.fullmatch(url)
    return elsewhere and ":".join([*role.split(":")[:2], "sqs", *elsewhere.groups()])


def argument(state: dict[str, Any], name: str) -> str:
    """An argument of the state's call, in JSONPath or in JSONata; empty without one."""
    for field in ("Parameters", "Arguments"):
        arguments = state.get(field)
        if isinstance(arguments, dict) and name in arguments:
            return str(arguments[name])
    return ""


def states_of_machine(machine: Resource) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state by its name, those inside of others too."""
    yield from _every_state(parsed_definition(str(machine.inputs.get("definition"))) or {})


def _every_state(definition: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, state in states_of(definition).items():
        yield name, state
        for inner in inner_definitions(state):
            yield from _every_state(inner)


def _not_logged(machine: Resource, _: Registered) -> Iterator[str]:
    logging = machine.inputs.get("loggingConfiguration") or {}
    if logging.get("level", "OFF") == "OFF":
        yield "why an execution failed stands in no log"


RULES = (
    Rule(
        id="definition-valid",
        severity=Severity.MANDATORY,
        holds="Step Functions takes the definition of a state machine.",
        remedy="correct the definition",
        kinds=("StateMachine",),
        check=_invalid,
        source="Amazon States Language specification; CreateStateMachine",
    ),
    Rule(
        id="state-machine-may-invoke",
        severity=Severity.MANDATORY,
        holds="A state machine's role may invoke each function that its states name.",
        remedy="allow lambda:InvokeFunction on it",
        kinds=("StateMachine",),
        check=_may_not_invoke,
        source="Step Functions developer guide, IAM policies for Lambda",
        alone=False,
    ),
    Rule(
        id="state-machine-may-send",
        severity=Severity.MANDATORY,
        holds="A state machine's role may send to each queue that its states name.",
        remedy="allow sqs:SendMessage on the queue's ARN",
        kinds=("StateMachine",),
        check=_may_not_send,
        source="Step Functions developer guide, IAM policies for SQS",
        alone=False,
    ),
    Rule(
        id="state-machine-logged",
        severity=Severity.ADVISORY,
        holds="A state machine logs its errors at least.",
        remedy="set logging_configuration with the level ERROR or ALL",
        kinds=("StateMachine",),
        check=_not_logged,
        source="AWS Security Hub, StepFunctions.1",
    ),
)

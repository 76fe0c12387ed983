"""How long a state waits for its function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .functions import timeout_of
from .registered import Registered
from .rule import Resource, Rule, Severity
from .state_machines import argument, states_of_machine


def _gives_up_early(machine: Resource, registered: Registered) -> Iterator[str]:
    for name, state in states_of_machine(machine):
        seconds = state.get("TimeoutSeconds")
        function = _function_of(state, registered)
        if function is None or not isinstance(seconds, int | float):
            continue
        if seconds <= timeout_of(function):
            yield (
                f"state {name!r} waits {seconds:g} s for {function.name}, which may run for "
                f"{timeout_of(function):g} s: a retry would run beside it"
            )


def _function_of(state: dict[str, Any], registered: Registered) -> Resource | None:
    """The function that the state waits for; none where it only hands over an event."""
    if argument(state, "InvocationType") == "Event":
        return None
    named = {argument(state, "FunctionName"), str(state.get("Resource", ""))}
    return next(
        (one for one in registered.of_type("Function")
         if named & {one.outputs["arn"], one.outputs["name"]}),
        None,
    )  # fmt: skip


RULES = (
    Rule(
        id="state-outlives-function",
        severity=Severity.ADVISORY,
        holds="A state waits for its function for longer than the function may run.",
        remedy="raise the state's TimeoutSeconds above the function's timeout, or lower that",
        kinds=("StateMachine",),
        check=_gives_up_early,
        source="this project: Step Functions retries or compensates while the first call still "
        "works",
        alone=False,
    ),
)

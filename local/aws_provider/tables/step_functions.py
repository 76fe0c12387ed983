"""Step Functions: state machines."""

from __future__ import annotations

from local.aws_provider.rules import V5, ResourceRules

RULES = (
    ResourceRules(
        "aws:sfn/stateMachine:StateMachine",
        "sfn/state_machine.go",
        V5,
        replacing=frozenset({"name", "namePrefix", "type"}),
    ),
)

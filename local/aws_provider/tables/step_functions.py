"""Step Functions: state machines."""

from __future__ import annotations

from local.aws_provider.checks import Length, Matches, OneOf
from local.aws_provider.combinations import Excludes
from local.aws_provider.formats import Arn
from local.aws_provider.paths import words
from local.aws_provider.rules import V5, ResourceRules

NAME = r"[0-9A-Za-z_-]+"
NAME_WORDS = "letters, digits, - and _"

RULES = (
    ResourceRules(
        "aws:sfn/stateMachine:StateMachine",
        "sfn/state_machine.go",
        V5,
        replacing=words("name namePrefix type"),
        checks=(
            Length("name", 1, 80),
            Matches("name", NAME, NAME_WORDS),
            Length("namePrefix", 1, 54),
            Excludes("name", ("namePrefix",)),
            Length("definition", 0, 1_048_576),
            Arn("roleArn"),
            OneOf("loggingConfiguration.level", ("ALL", "ERROR", "FATAL", "OFF")),
            OneOf("type", ("STANDARD", "EXPRESS")),
        ),
        defaults={"type": "STANDARD"},
    ),
)

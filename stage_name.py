"""The name of a stage, where the naming pattern puts it into the resources' names."""

from __future__ import annotations

import re

import pulumi

from components.building_blocks.autonaming import written_pattern
from components.building_blocks.child_names import KINDS
from setting_values import SettingError

STACK = "${stack}"
REMEDY = (
    "or give it a pattern without ${stack} in Pulumi.<stage>.yaml, under config: "
    "pulumi:autonaming: {pattern: '${name}-${hex(7)}'}"
)


def check_characters() -> None:
    """Raise ``SettingError`` for a stage whose name AWS refuses within a resource's name."""
    stage = pulumi.get_stack()
    if re.fullmatch("[A-Za-z0-9_-]+", stage):  # what Lambda and SQS take; Pulumi takes dots too
        return
    patterns = (written_pattern(kind.type) for kind in KINDS)
    pattern = next((one for one in patterns if STACK in one), None)
    if pattern is not None:
        raise SettingError(
            f"the stage's name must be letters, digits, hyphens and underscores, got {stage!r}: "
            f"pulumi:autonaming puts it into resources' names ({pattern!r}), and AWS refuses other "
            f"characters there. Rename the stage with: pulumi stack rename <name>, {REMEDY}"
        )


def too_long(over: int, pattern: str) -> SettingError | None:
    """The refusal of a stage's name that makes a physical name ``over`` characters too long.

    ``None``: the pattern does not hold the stage's name.
    """
    stage, times = pulumi.get_stack(), pattern.count(STACK)
    if not times:
        return None
    most = len(stage) - -(-over // times)
    fits = f"must have {most} characters at most" if most > 0 else "cannot be in the pattern at all"
    return SettingError(
        f"the stage's name {fits}, got {stage!r} with {len(stage)}: pulumi:autonaming puts it into "
        f"resources' names ({pattern!r}), and AWS would refuse the longest. Take a shorter name "
        f"for the stage, {REMEDY}"
    )

"""What a saga's children add to its name: the longest of each kind."""

from __future__ import annotations

from components.building_blocks.child_names import (
    ALARM,
    EVENT_RULE,
    EVENT_TARGET,
    LOG_GROUP,
    QUEUE,
    ROLE,
    ROLE_POLICY,
    STATE_MACHINE,
    TABLE,
    Children,
    function_children,
    joined,
)
from components.saga.own_outcomes import COMMIT_OUTCOME

CHILDREN: Children = {
    ALARM: ["-attention-alarm", "-timed-out-alarm"],
    EVENT_RULE: ["-bad-ends"],
    EVENT_TARGET: ["-bad-ends-target"],
    LOG_GROUP: ["-logs"],
    QUEUE: ["-attention", "-lost-ends"],
    ROLE: ["-role"],
    ROLE_POLICY: ["-policy"],
    STATE_MACHINE: ["-machine"],
}
OWN_OUTCOMES: Children = joined(
    CHILDREN, function_children([COMMIT_OUTCOME.module]), {TABLE: ["-outcomes"]}
)
"""Those of a saga that is given no outcome function."""

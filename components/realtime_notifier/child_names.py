"""What a notifier's children add to its name: the longest of each kind."""

from __future__ import annotations

from components.building_blocks.child_names import (
    ALARM,
    API,
    EVENT_BUS,
    EVENT_RULE,
    EVENT_TARGET,
    PERMISSION,
    QUEUE,
    TABLE,
    Children,
    function_children,
    joined,
)
from components.realtime_notifier.functions import AUTHORIZER, FUNCTIONS

CHILDREN: Children = joined(
    function_children(row.module for row in (AUTHORIZER, *FUNCTIONS)),
    {
        ALARM: ["-authorizer-function-throttles-alarm"],
        API: ["-api"],
        EVENT_BUS: ["-events-bus"],
        EVENT_RULE: ["-push-rule"],
        EVENT_TARGET: ["-push-target"],
        PERMISSION: ["-authorizer-permission", "-disconnect-permission"],
        QUEUE: ["-push-dead-letters"],
        TABLE: ["-connections"],
    },
)

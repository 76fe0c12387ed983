"""EventBridge: buses, rules, targets."""

from __future__ import annotations

from local.aws_provider.rules import V5_14, V6, ResourceRules

RULES = (
    ResourceRules(
        "aws:cloudwatch/eventBus:EventBus",
        "events/bus.go",
        V6,
        replacing=frozenset({"eventSourceName", "name"}),
    ),
    ResourceRules(
        "aws:cloudwatch/eventRule:EventRule",
        "events/rule.go",
        V5_14,
        replacing=frozenset({"eventBusName", "name", "namePrefix"}),
    ),
    ResourceRules(
        "aws:cloudwatch/eventTarget:EventTarget",
        "events/target.go",
        V5_14,
        replacing=frozenset({"eventBusName", "rule", "targetId"}),
    ),
)

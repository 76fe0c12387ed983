"""Lambda: functions, layers, permissions, event source mappings."""

from __future__ import annotations

from local.aws_provider.rules import ALL, V5, V5_14, V6, ResourceRules

RULES = (
    ResourceRules(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "lambda/event_source_mapping.go",
        V5_14,
        replacing=frozenset(
            {
                "amazonManagedKafkaEventSourceConfig", "eventSourceArn", "queues",
                "selfManagedEventSource", "selfManagedKafkaEventSourceConfig", "startingPosition",
                "startingPositionTimestamp", "topics",
            }
        ),
    ),
    ResourceRules(
        "aws:lambda/function:Function",
        "lambda/function.go",
        V5,
        replacing=frozenset({"name", "packageType"}),
    ),
    ResourceRules(
        "aws:lambda/layerVersion:LayerVersion", "lambda/layer_version.go", V6, replacing=ALL
    ),
    ResourceRules("aws:lambda/permission:Permission", "lambda/permission.go", V6, replacing=ALL),
)  # fmt: skip

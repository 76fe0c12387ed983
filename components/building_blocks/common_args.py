"""What every component with functions and tables takes, checked and with defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.building_blocks import address_validation, validation


def resolve_common_args(component: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Those four fields. ``ValueError`` names the field, the range and the value."""
    return {
        "log_retention_days": validation.retention(component, args),
        "metrics_namespace": validation.metrics_namespace(component, args),
        "alarm_topic_arns": address_validation.topics(component, args),
        "deletion_protection": validation.flag(
            component, args, "deletion_protection", default=False
        ),
    }

"""Checks of plain argument values, made before any resource exists.

A value that is a ``pulumi.Output`` is unknown while the program runs and is never inspected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

DEFAULT_RETENTION_DAYS = 14
# What CloudWatch Logs accepts as retentionInDays.
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                  2557, 2922, 3288, 3653)  # fmt: skip
METRICS_NAMESPACE = "RealtimeCheckout"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_NAMESPACE = re.compile(r"(?!AWS/)[A-Za-z0-9._/#-]{1,255}")


def is_plain(value: object) -> bool:
    """True when the value is known now, so that it can be checked."""
    return not isinstance(value, pulumi.Output)


def require(component: str, args: Mapping[str, Any], fields: Sequence[str]) -> None:
    """Raise ``ValueError`` naming the first of ``fields`` that is missing or empty."""
    for field in fields:
        if is_plain(args.get(field)) and args.get(field) in (None, "", [], {}):
            raise ValueError(f"{component}: {field} is required but was not given; set it in args")


def reject_unknown_fields(component: str, args: Any, allowed: Sequence[str]) -> dict[str, Any]:
    """The fields that were given; ``None`` is as good as omitted.

    Raises ``ValueError`` for what is no mapping, and for a field that the component does not know:
    a typo, mostly.
    """
    if not isinstance(args, Mapping):
        raise ValueError(f"{component}: args must be a mapping of its fields, got {args!r}")
    unknown = sorted(set(args) - set(allowed))
    if unknown:
        raise ValueError(
            f"{component}: unknown field {unknown[0]!r}; "
            f"allowed fields are {', '.join(sorted(allowed))}"
        )
    return {field: value for field, value in args.items() if value is not None}


def name(component: str, value: str, most: int) -> None:
    """Raise ``ValueError`` for a name that AWS would refuse in one of the children's."""
    if not _NAME.fullmatch(value) or len(value) > most:
        raise ValueError(
            f"{component}: its name must be letters, digits and hyphens, {most} characters at most "
            "(what AWS allows, less what the names of its functions and roles add), "
            f"got {value!r} with {len(value)}"
        )


def flag(component: str, args: Mapping[str, Any], field: str, *, default: bool) -> Any:
    """Return ``args[field]`` or ``default``; a plain value that is no bool raises."""
    value = args.get(field, default)
    if is_plain(value) and not isinstance(value, bool):
        raise ValueError(f"{component}: {field} must be true or false, got {value!r}")
    return value


def whole_number(
    component: str, args: Mapping[str, Any], field: str, *, default: int, low: int, high: int
) -> Any:
    """Return ``args[field]`` or ``default``; a plain value outside ``low..high`` raises.

    Pulumi's wire format has no integers, so a whole float such as ``24.0`` is taken as 24.
    """
    value = args.get(field)
    if value is None:
        return default
    if not is_plain(value):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(
            f"{component}: {field} must be a whole number from {low} to {high}, got {value!r}"
        )
    return value


def retention(component: str, args: Mapping[str, Any]) -> Any:
    """Return ``args["log_retention_days"]`` or the default; what CloudWatch refuses raises."""
    value = args.get("log_retention_days", DEFAULT_RETENTION_DAYS)
    if is_plain(value) and (isinstance(value, bool) or value not in RETENTION_DAYS):
        raise ValueError(
            f"{component}: log_retention_days must be one of {[*RETENTION_DAYS]}, got {value!r}"
        )
    return int(value) if is_plain(value) else value


def metrics_namespace(component: str, args: Mapping[str, Any]) -> str:
    """Return ``args["metrics_namespace"]`` or the default; what CloudWatch refuses raises."""
    value = args.get("metrics_namespace") or METRICS_NAMESPACE
    if not isinstance(value, str) or not _NAMESPACE.fullmatch(value):
        raise ValueError(
            f"{component}: metrics_namespace must be 1 to 255 of the characters A-Z a-z 0-9 . - _ "
            f"/ # and not start with AWS/, got {value!r}"
        )
    return value

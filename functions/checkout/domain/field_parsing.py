"""Reading the fields of an order that came as JSON or out of a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


class InvalidOrder(Exception):
    """A step was handed an order it cannot read: a defect of the caller, retrying is no use."""


def require_mapping(name: str, value: object) -> Mapping[str, Any]:
    """``value`` if it is an object; ``InvalidOrder`` calls it by ``name``."""
    if not isinstance(value, Mapping):
        raise InvalidOrder(f"{name} must be an object, got {type(value).__name__}")
    return value


def require_text(fields: Mapping[str, Any], name: str) -> str:
    """The field's text; ``InvalidOrder`` when it is missing, empty or none."""
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidOrder(f"order field {name} must be a non-empty string")
    return value


def require_int(fields: Mapping[str, Any], name: str, minimum: int = 0) -> int:
    """The field's whole number; ``InvalidOrder`` when it is missing, below or none."""
    value = fields.get(name)
    # DynamoDB answers numbers as Decimal, JSON as int (or as a whole float after Step Functions).
    whole = as_int(value)
    if whole is None or whole < minimum:
        raise InvalidOrder(f"order field {name} must be a whole number of at least {minimum}")
    return whole


def as_int(value: object) -> int | None:
    """``value`` as an int when it is one, whatever its numeric type; never rounds."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if not math.isfinite(value) or value != int(value):
        return None
    return int(value)

"""Numbers and switches as programs write them: the provider takes ``"30"`` and ``"true"``, too."""

from __future__ import annotations

from typing import Any

from .unknown import UnknownValueError


def number(value: Any) -> float:
    """The number. Raises ``UnknownValueError`` for what is none: the provider refuses that."""
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise UnknownValueError("no number") from error


def is_on(value: Any) -> bool:
    """Whether a switch is on. One that is not set is off."""
    return value is True or str(value).lower() == "true"

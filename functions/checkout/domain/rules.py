"""What a field of an order may hold: the limits for clients, and the type when it is read back."""

from __future__ import annotations

import math
import re
from collections.abc import Sized
from decimal import Decimal
from typing import NamedTuple, Protocol

_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
MAX_KEY_BYTES = 2048
"""DynamoDB takes no longer partition key."""
MAX_DIGITS = 38
"""DynamoDB takes no longer number."""
MAX_EXACT = 2**53 - 1
"""JavaScript's numbers are exact up to here."""


class InvalidOrder(Exception):
    """A function was given an order that it cannot read: the caller's defect. Do not retry."""


class Rule(Protocol):
    """What a field may hold."""

    @property
    def meaning(self) -> str:
        """What is allowed, to follow "must be"."""

    def allows(self, value: object) -> bool:
        """Whether a client may send the value."""

    def read(self, name: str, value: object) -> object:
        """The value as the type of the field ``name``. Raises ``InvalidOrder``.

        The error tells the value's type only. The value may be a token, and logs and executions
        keep the error.
        """


class Text(NamedTuple):
    """A text that matches ``pattern`` from its first to its last character.

    Half of a surrogate pair, which JSON can hold and DynamoDB cannot, never matches. ``is_key``:
    the text is a row's key, which DynamoDB bounds.
    """

    pattern: str
    meaning: str
    is_key: bool = False

    def allows(self, value: object) -> bool:
        if not isinstance(value, str) or not is_unicode(value):
            return False
        return re.fullmatch(self.pattern, value) is not None

    def read(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise InvalidOrder(f"{name} must be a text that is not empty, got {kind_of(value)}")
        if not is_unicode(value):
            raise InvalidOrder(f"{name} must be Unicode text, got half of a surrogate pair")
        if self.is_key and len(value.encode()) > MAX_KEY_BYTES:
            raise InvalidOrder(f"{name} must have at most {MAX_KEY_BYTES} bytes, got more")
        return value


class Flag(NamedTuple):
    """True or false."""

    meaning: str = "true or false"

    def allows(self, value: object) -> bool:
        return isinstance(value, bool)

    def read(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise InvalidOrder(f"{name} must be {self.meaning}, got {kind_of(value)}")
        return value


class Whole(NamedTuple):
    """A whole number from ``minimum`` to ``maximum``, both allowed."""

    minimum: int = 0
    maximum: int | None = None

    @property
    def meaning(self) -> str:
        limit = "" if self.maximum is None else f" to {self.maximum}"
        return f"a whole number from {self.minimum}{limit}"

    def allows(self, value: object) -> bool:
        # JSON's 1.0 and true are refused too: a shop does not guess quantities.
        if type(value) is not int or value < self.minimum:
            return False
        return self.maximum is None or value <= self.maximum

    def read(self, name: str, value: object) -> int:
        whole = as_int(value)
        if whole is None or whole < self.minimum:
            got = kind_of(value) if whole is None else "a smaller number"
            raise InvalidOrder(f"{name} must be a whole number from {self.minimum}, got {got}")
        if whole >= 10**MAX_DIGITS:
            raise InvalidOrder(f"{name} must have at most {MAX_DIGITS} digits, got more")
        return whole


def is_unicode(text: str) -> bool:
    """Whether the text can be written as UTF-8: it has no half of a surrogate pair."""
    return _HALF_A_PAIR.search(text) is None


def kind_of(value: object) -> str:
    """What a value is, without the value: it may be a payment token, and errors are logged."""
    kind = type(value).__name__
    return f"an empty {kind}" if isinstance(value, Sized) and not value else kind


def as_int(value: object) -> int | None:
    """``value`` as an int if it is whole, else None; never rounds.

    DynamoDB answers numbers as Decimal, and Step Functions may hand a whole number over as float.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int):  # a long one is no float
        return value
    if not math.isfinite(value) or value != int(value):
        return None
    return int(value)

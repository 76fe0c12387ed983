"""Dataclasses that travel as JSON. A field is declared once; reading and writing follow from it.

A declaration is ``quantity: int = field(metadata=wire(Whole(1, 99)))``: a field's name on the wire
is its own name in camelCase, and a field with the default None is optional. There are two ways of
reading. ``sent_by_client`` applies a rule in full. ``from_payload`` reads what this system wrote
earlier and checks types only: an order that was accepted under other limits stays readable.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Protocol, Self

Fields = dict[str, Any]
"""Fields of a declared object by name. Free-form here: each declaration has its own."""

_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class InvalidOrder(Exception):
    """A function was given an order that it cannot read: the caller's defect. Do not retry."""


class RefusedOrderError(Exception):
    """The client asks for something that cannot be ordered.

    ``code`` is a stable name of what is wrong. ``detail`` is one sentence for the client.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Rule(Protocol):
    """What a field may hold."""

    @property
    def meaning(self) -> str:
        """What is allowed, to follow "must be"."""

    def allows(self, value: object) -> bool:
        """Whether a client may send the value."""

    def read(self, name: str, value: object) -> object:
        """The value as the field's type. ``InvalidOrder`` calls the field by ``name``."""


@dataclass(frozen=True)
class Text:
    """A text that matches ``pattern`` from its first to its last character.

    Half of a surrogate pair, which JSON can hold and DynamoDB cannot, never matches.
    """

    pattern: str
    meaning: str

    def allows(self, value: object) -> bool:
        if not isinstance(value, str) or _HALF_A_PAIR.search(value):
            return False
        return re.fullmatch(self.pattern, value) is not None

    def read(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise InvalidOrder(f"{name} must be a text that is not empty, got {value!r}")
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number from ``minimum`` to ``maximum``."""

    minimum: int = 0
    maximum: int | None = None

    @property
    def meaning(self) -> str:
        upwards = "or more" if self.maximum is None else f"to {self.maximum}"
        return f"a whole number from {self.minimum} {upwards}"

    def allows(self, value: object) -> bool:
        # JSON's 1.0 and true are refused too: a shop does not guess quantities.
        if type(value) is not int or value < self.minimum:
            return False
        return self.maximum is None or value <= self.maximum

    def read(self, name: str, value: object) -> int:
        whole = as_int(value)
        if whole is None or whole < self.minimum:
            raise InvalidOrder(f"{name} must be a whole number from {self.minimum}, got {value!r}")
        return whole


@dataclass(frozen=True)
class ListOf:
    """At least one object of a declared kind. Only this system writes such a list."""

    kind: type[WireObject]
    meaning: str = "a list of at least one object"

    def allows(self, value: object) -> bool:
        return False

    def read(self, name: str, value: object) -> tuple[WireObject, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise InvalidOrder(f"{name} must be {self.meaning}, got {value!r}")
        return tuple(self.kind.from_payload(one) for one in value)


def wire(rule: Rule, *, shown: bool = False, when_absent: object = None) -> Fields:
    """A field's metadata.

    ``shown`` fields are what the buyer sees of a stored order. ``when_absent`` is the value of a
    field that the client leaves out.
    """
    return {"rule": rule, "shown": shown, "when_absent": when_absent}


@dataclass(frozen=True, kw_only=True)
class WireObject:
    """Base of every dataclass that travels as JSON."""

    KIND: ClassVar[str] = "order"
    """What errors call it."""

    def to_payload(self) -> Fields:
        """The object as JSON-ready data, without the optional fields that are not set."""
        return _written(self, [each for each in fields(self) if "rule" in each.metadata])

    @classmethod
    def from_payload(cls, payload: object) -> Self:
        """Read what ``to_payload`` wrote; fields of other kinds are ignored.

        ``InvalidOrder`` names the field that is missing or of the wrong type.
        """
        if not isinstance(payload, Mapping):
            raise InvalidOrder(f"{cls.KIND} must be an object, got {type(payload).__name__}")
        return cls(**{each.name: _read(cls.KIND, each, payload) for each in fields(cls)})

    def values(self, kind: type[WireObject]) -> Fields:
        """The fields that this object has in common with ``kind``, to construct one with."""
        return {each.name: getattr(self, each.name) for each in fields(kind)}

    def shown(self) -> Fields:
        """What the buyer sees, as JSON-ready data."""
        return _written(self, [each for each in fields(self) if each.metadata.get("shown")])


def sent_by_client(
    kind: type[WireObject], document: Mapping[str, object], where: str = ""
) -> Fields:
    """The declared fields of ``kind`` as a client sent them, by the names of ``kind``.

    ``where`` is the path to ``document`` within the body. Raises ``RefusedOrderError`` with the
    code ``invalid-<field name>``.
    """
    sent = {}
    for each in fields(kind):
        if "rule" not in each.metadata:
            continue
        value = document.get(wire_name(each.name), each.metadata["when_absent"])
        if value is None and is_optional(each):
            continue
        rule: Rule = each.metadata["rule"]
        if not rule.allows(value):
            code = f"invalid-{each.name.replace('_', '-')}"
            name = f"{where}{wire_name(each.name)}"
            raise RefusedOrderError(code, f"{name} must be {rule.meaning}.")
        sent[each.name] = value
    return sent


def wire_name(name: str) -> str:
    """``amount_minor`` -> ``amountMinor``."""
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)


def is_optional(declared: Field[Any]) -> bool:
    """Whether the field may be left out."""
    return declared.default is not MISSING


def as_int(value: object) -> int | None:
    """``value`` as an int if it is whole, else None; never rounds.

    DynamoDB answers numbers as Decimal, and Step Functions may hand a whole number over as float.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if not math.isfinite(value) or value != int(value):
        return None
    return int(value)


def _read(kind: str, declared: Field[Any], payload: Mapping[str, object]) -> object:
    name = wire_name(declared.name)
    value = payload.get(name)
    if value is None and is_optional(declared):
        return None
    rule: Rule = declared.metadata["rule"]
    return rule.read(f"{kind}.{name}", value)


def _written(source: WireObject, declared: Sequence[Field[Any]]) -> Fields:
    values = {wire_name(each.name): getattr(source, each.name) for each in declared}
    return {
        name: [one.to_payload() for one in value] if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None
    }

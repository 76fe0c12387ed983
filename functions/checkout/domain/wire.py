"""Dataclasses that travel as JSON. A field is declared once; reading and writing follow from it.

A declaration is ``quantity: int = field(metadata=wire(Whole(1, 99)))`` in a ``@declared`` class. A
field's name on the wire is its own name in camelCase. The only default is None. It makes a field
optional. There are two ways of reading. ``sent_by_client`` applies a rule in full. ``from_payload``
reads what this system wrote: it checks the type, that a text or list is not empty, and a number's
minimum, but no maximum and no pattern. So a maximum or a pattern may change at any time. A higher
minimum, a renamed field or a new required field would make stored orders unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, NamedTuple, Self, TypeVar, dataclass_transform

from functions.checkout.domain.rules import InvalidOrder, Rule, kind_of

Fields = dict[str, Any]
"""Fields by name. Free-form here: each declared dataclass has its own."""


Kind = TypeVar("Kind")


class RefusedOrderError(Exception):
    """The client asks for something that cannot be ordered.

    ``code`` is a stable name of what is wrong. ``detail`` is one sentence for the client.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class ListOf(NamedTuple):
    """At least one object of a declared kind, for what this system wrote.

    ``sent_by_client`` refuses it; ``OrderRequest`` reads a client's lines by itself.
    """

    kind: type[WireObject]
    meaning: str = "a list of at least one object"

    def allows(self, value: object) -> bool:
        return False

    def read(self, name: str, value: object) -> tuple[WireObject, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise InvalidOrder(f"{name} must be {self.meaning}, got {kind_of(value)}")
        return tuple(self.kind.from_payload(one) for one in value)


def wire(rule: Rule, *, shown: bool = False, when_absent: object = None) -> Fields:
    """A field's metadata.

    ``shown``: ``GET /orders/{orderId}`` answers the field, a list with all fields of its objects.
    ``when_absent``: the value when the client does not send the field.
    """
    return {"rule": rule, "shown": shown, "when_absent": when_absent}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def declared(kind: type[Kind]) -> type[Kind]:
    """A frozen dataclass with keywords only. It inherits ``__eq__`` and ``__repr__``.

    Methods that are generated for each class would make every cold start slower.
    """
    return dataclass(frozen=True, kw_only=True, eq=False, repr=False)(kind)


@dataclass(frozen=True, eq=False, repr=False)
class WireObject:
    """Base of every dataclass that travels as JSON."""

    KIND: ClassVar[str] = "order"
    """What errors call it."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({vars(self)})"

    def to_payload(self) -> Fields:
        """The object as JSON-ready data, without the optional fields that are not set."""
        wanted = [each for each in fields(self) if "rule" in each.metadata]
        values = {wire_name(each.name): getattr(self, each.name) for each in wanted}
        return {
            name: [one.to_payload() for one in value] if isinstance(value, tuple) else value
            for name, value in values.items()
            if value is not None
        }

    @classmethod
    def from_payload(cls, payload: object) -> Self:
        """Read what ``to_payload`` wrote. Fields that are not declared are ignored.

        ``InvalidOrder`` names the field that is missing or of the wrong type.
        """
        return cls(**cls.read(payload, *(each.name for each in fields(cls))))

    @classmethod
    def read(cls, payload: object, *names: str) -> Fields:
        """Some fields of a payload, by their Python names. Raises ``InvalidOrder``."""
        if not isinstance(payload, Mapping):
            raise InvalidOrder(f"{cls.KIND} must be an object, got {type(payload).__name__}")
        wanted = [each for each in fields(cls) if each.name in names]
        return {each.name: _read(cls.KIND, each, payload) for each in wanted}

    def values(self, kind: type[WireObject]) -> Fields:
        """This object's values for the fields of ``kind``, to construct a ``kind`` with."""
        return {each.name: getattr(self, each.name) for each in fields(kind)}

    @classmethod
    def shown(cls, payload: Mapping[str, Any]) -> Fields:
        """The shown fields of a payload, as they are: a buyer sees what is stored.

        ``KeyError`` for a required field that is missing.
        """
        shown = [each for each in fields(cls) if each.metadata.get("shown")]
        return {
            wire_name(each.name): payload[wire_name(each.name)]
            for each in shown
            if wire_name(each.name) in payload or not is_optional(each)
        }


def sent_by_client(
    kind: type[WireObject], document: Mapping[str, object], where: str = ""
) -> Fields:
    """The declared fields of ``kind`` as a client sent them, by their Python names.

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


def is_optional(one: Field[Any]) -> bool:
    """Whether the field may be left out."""
    return one.default is not MISSING


def _read(kind: str, one: Field[Any], payload: Mapping[str, object]) -> object:
    name = wire_name(one.name)
    value = payload.get(name)
    if value is None and is_optional(one):
        return None
    rule: Rule = one.metadata["rule"]
    return rule.read(f"{kind}.{name}", value)

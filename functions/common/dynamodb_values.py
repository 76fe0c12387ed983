"""DynamoDB's typed values as plain Python values, and back: ``{"S": "text"}``, ``{"N": "42"}``.

boto3 has the same conversion, in a part that a function cannot have without importing all of boto3:
a sixth of a cold start (docs/adr/0017). Numbers come back as ``Decimal``, binary values as bytes,
which boto3 wraps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from decimal import Clamped, Context, Decimal, Inexact, Overflow, Rounded, Underflow
from typing import Any

_NUMBERS = Context(
    Emin=-128, Emax=126, prec=38, traps=[Clamped, Overflow, Inexact, Rounded, Underflow]
)
"""What DynamoDB stores exactly. Any other number raises an ``ArithmeticError``."""
_SETS = {"SS": "S", "NS": "N", "BS": "B"}

TypedValue = dict[str, Any]
"""One type's name, such as ``S``, with a value of that type."""


def typed(value: object) -> TypedValue:
    """A plain value as DynamoDB takes it. ``TypeError`` for what it cannot store, floats among it:
    they are not exact."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | Decimal):
        number = _NUMBERS.create_decimal(value)
        if not number.is_finite():
            raise TypeError(f"DynamoDB stores no number that is {value}")
        return {"N": str(number)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, bytes):
        return {"B": value}
    if isinstance(value, Mapping):
        return {"M": {name: typed(one) for name, one in value.items()}}
    if isinstance(value, list | tuple):
        return {"L": [typed(one) for one in value]}
    if isinstance(value, Set):
        return _typed_set(value)
    raise TypeError(f"DynamoDB stores no {type(value).__name__}, got {value!r}")


def _typed_set(values: Set[object]) -> TypedValue:
    members = [next(iter(typed(value).items())) for value in values]
    for name, member in _SETS.items():
        if members and all(kind == member for kind, _ in members):
            return {name: [one for _, one in members]}
    raise TypeError("DynamoDB stores a set only of texts, of numbers or of bytes, and no empty one")


def plain_value(value: TypedValue) -> Any:
    """A typed value as a plain one. ``TypeError`` for a value without a type that is known."""
    if len(value) != 1:
        raise TypeError(f"not a value of DynamoDB: {value!r}")
    ((name, inner),) = value.items()
    if name in ("S", "BOOL", "B"):
        return inner
    if name == "N":
        return _NUMBERS.create_decimal(inner)
    if name == "NULL":
        return None
    if name == "M":
        return {key: plain_value(one) for key, one in inner.items()}
    if name == "L":
        return [plain_value(one) for one in inner]
    if name in _SETS:
        return {plain_value({_SETS[name]: one}) for one in inner}
    raise TypeError(f"not a value of DynamoDB: {value!r}")


def with_plain_values(client: Any) -> Any:
    """``client``, which takes and answers plain values from now on."""

    def make_typed(params: Any, model: Any, **_: Any) -> Any:
        return _each_value(params, model.input_shape, typed)

    def make_plain(parsed: Any, model: Any, **_: Any) -> None:
        parsed.update(_each_value(parsed, model.output_shape, plain_value))

    client.meta.events.register("provide-client-params.dynamodb", make_typed)
    client.meta.events.register("after-call.dynamodb", make_plain)
    return client


def _each_value(value: Any, shape: Any, change: Callable[[Any], Any]) -> Any:
    """``value`` with each value of a table's attribute in it changed. ``shape`` is botocore's."""
    if shape.name == "AttributeValue":
        return change(value)
    if shape.type_name == "structure" and isinstance(value, dict):
        shapes = shape.members
        return {
            name: _each_value(one, shapes[name], change) if name in shapes else one
            for name, one in value.items()
        }
    if shape.type_name == "map" and isinstance(value, dict):
        return {name: _each_value(one, shape.value, change) for name, one in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [_each_value(one, shape.member, change) for one in value]
    return value

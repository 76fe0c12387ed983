"""A field of a component's Args as one value: its text, its default, what is allowed.

A component declares its fields as a frozen dataclass, each with one of the functions in
``field_kinds``. ``args_resolution.resolve`` checks Args against the declaration. ``make settings``
writes the Args' ``TypedDict``, Pulumi.yaml and docs/settings.md from it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from inspect import isawaitable
from typing import Any

from components.building_blocks.args_errors import Place

ARG_FIELD = "arg_field"
Check = Callable[[Place, Any], Any]
"""Takes where a value stands and the value. Answers the value to use, or raises ``ArgsError``."""


@dataclass(frozen=True, kw_only=True)
class ArgField:
    """What a declaration says of a field besides its name."""

    text: str
    """What the field means and in which unit, as sentences."""
    kind: type
    """``str``, ``int``, ``bool``, ``list`` or ``dict``. An empty text omits a ``str`` only, and
    Pulumi.yaml's type follows from the kind."""
    args_type: str
    """The field's type in the Args' ``TypedDict``."""
    check: Check
    """Applied to a value that is known while the program runs."""
    required: bool = False
    default: object = None
    allowed: str = ""
    """What is allowed, such as ``1 to 168``. Empty where the text says it."""
    values: tuple[str | int, ...] = ()
    """The values that are allowed, where they are few."""
    checked_late: bool = True
    """Whether the value of an ``Output`` is checked once it is known. Not where any text will do:
    the same ``Output`` then stays the same object in several fields."""
    nested: type | None = None
    """Declaration of the field's own fields."""


def arg_fields(declaration: type) -> dict[str, ArgField]:
    """The declared fields by name, in the order of the declaration."""
    return {one.name: one.metadata[ARG_FIELD] for one in fields(declaration)}


def is_plain(value: object) -> bool:
    """True when the value is known now. ``pulumi.Input`` allows an ``Output``, which alone has
    ``apply``, and an awaitable."""
    return not hasattr(value, "apply") and not isawaitable(value)


def takes_outputs(args_type: str) -> bool:
    """Whether a field of this type in the Args' ``TypedDict`` may be, or hold, an ``Output``."""
    return "pulumi.Input" in args_type


def may_be_output(args_type: str) -> bool:
    """Whether the whole value may be an ``Output``, and not only what it holds."""
    return args_type.startswith("pulumi.Input[")


def declared(one: ArgField) -> Any:
    """The dataclass field of a declaration."""
    if one.required:
        return field(metadata={ARG_FIELD: one})
    return field(default=one.default, metadata={ARG_FIELD: one})

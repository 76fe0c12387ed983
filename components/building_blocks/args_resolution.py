"""Args of a component -> its frozen declaration: checked, with the defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from components.building_blocks.args_fields import ArgField, arg_fields, is_plain, takes_outputs

Declaration = TypeVar("Declaration")


def resolve(
    declaration: type[Declaration], where: str, args: object, *, called: str = ": args"
) -> Declaration:
    """An instance of the declaration. ``None`` counts as omitted, and so does an empty text where
    the field is a text.

    ``where`` names the component, or the part of it, in errors. ``called`` is the text after
    ``where`` in an error about the whole mapping. The value of an ``Output`` is not known yet and
    not checked.

    Raises ``ValueError`` with the field, the value and what is allowed: for a field that is not
    declared, a required field that is missing, a value that is not allowed, and an ``Output``
    where the field takes plain values only.
    """
    known = arg_fields(declaration)
    given = _given(known, where, args, called)
    return declaration(
        **{name: _resolved(where, name, one, given.get(name)) for name, one in known.items()}
    )


def check_given(declaration: type, where: str, args: object) -> None:
    """Check each field that is given by itself, as ``resolve`` does. A field that is absent or
    ``None`` is no error; an empty list of a required field is."""
    known = arg_fields(declaration)
    for name, value in _given(known, where, args, ": args").items():
        if value is not None:
            _resolved(where, name, known[name], value)


def _given(
    known: Mapping[str, ArgField], where: str, args: object, called: str
) -> Mapping[str, Any]:
    if not isinstance(args, Mapping):
        raise ValueError(f"{where}{called} must be a mapping of its fields, got {args!r}")
    unknown = sorted(set(args) - set(known))
    if unknown:
        raise ValueError(
            f"{where}: unknown field {unknown[0]!r}; allowed fields are {', '.join(sorted(known))}"
        )
    return args


def _resolved(where: str, name: str, one: ArgField, value: Any) -> Any:
    if not is_plain(value):
        if not takes_outputs(one.args_type):
            raise ValueError(
                f"{where}: {name} must be known before anything is deployed, got an Output; give "
                "a plain value"
            )
        return value
    empty = value == "" and one.kind is str
    if value is None or empty or (one.required and value in ("", [], {}, ())):
        if one.required:
            raise ValueError(f"{where}: {name} is required but was not given; set it in args")
        return one.default
    if one.nested:
        return resolve(one.nested, f"{where}: {name}", value, called="")
    return one.check(f"{where}: {name}", value)

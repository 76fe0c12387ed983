"""Args of a component -> its frozen declaration: checked, with the defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from components.building_blocks.args_errors import Place
from components.building_blocks.args_fields import ArgField, arg_fields, is_plain, takes_outputs

Declaration = TypeVar("Declaration")


def resolve(declaration: type[Declaration], place: Place, args: object) -> Declaration:
    """An instance of the declaration. ``None`` counts as omitted, and so does an empty text where
    the field is a text. The value of an ``Output`` is not known yet and not checked.

    Raises ``ArgsError`` with the field, the value and what is allowed: for a field that is not
    declared, a required field that is missing, a value that is not allowed, and an ``Output``
    where the field takes plain values only.
    """
    known = arg_fields(declaration)
    given = _given(known, place, args)
    return declaration(
        **{name: _resolved(place.of(name), one, given.get(name)) for name, one in known.items()}
    )


def check_given(declaration: type, place: Place, args: object) -> None:
    """Check each field that is given by itself, as ``resolve`` does. A field that is absent or
    ``None`` is no error; an empty list of a required field is."""
    known = arg_fields(declaration)
    for name, value in _given(known, place, args).items():
        if value is not None:
            _resolved(place.of(name), known[name], value)


def _given(known: Mapping[str, ArgField], place: Place, args: object) -> Mapping[str, Any]:
    if not isinstance(args, Mapping):
        raise place.error(f"must be a mapping of its fields, got {args!r}")
    unknown = sorted(set(args) - set(known))
    if unknown:
        close = get_close_matches(unknown[0], known, n=1)
        meant = f"; did you mean {close[0]}?" if close else "."
        raise place.of(unknown[0]).error(
            f"is not a field{meant} The fields are {', '.join(sorted(known))}"
        )
    return args


def _resolved(place: Place, one: ArgField, value: Any) -> Any:
    if not is_plain(value):
        if not takes_outputs(one.args_type):
            raise place.error(
                "must be known before anything is deployed, got an Output; give a plain value"
            )
        return value
    empty = value == "" and one.kind is str
    if value is None or empty or (one.required and value in ("", [], {}, ())):
        if one.required:
            raise place.error("is required but was not given; set it in args")
        return one.default
    if one.nested:
        return resolve(one.nested, place, value)
    return one.check(place, value)

"""Args of a component -> its frozen declaration: checked, with the defaults filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from inspect import isawaitable
from typing import Any, TypeVar

import pulumi

from components.building_blocks.args_errors import ArgsError, Place
from components.building_blocks.args_fields import (
    ArgField,
    arg_fields,
    is_plain,
    may_be_output,
    takes_outputs,
)

Declaration = TypeVar("Declaration")
LateError = Callable[[ArgsError], Exception]
"""What a value that came late and is wrong ends in."""


def resolve(declaration: type[Declaration], place: Place, args: object) -> Declaration:
    """An instance of the declaration. ``None`` counts as omitted, and so does an empty text where
    the field is a text. The value of an ``Output`` or an awaitable is checked as soon as it is
    known: a wrong one ends in ``pulumi.RunError`` with the same sentence.

    Raises ``ArgsError`` with the field, the value and what is allowed: for a field that is not
    declared, a required field that is missing, a value that is not allowed, and an ``Output``
    where the field takes plain values only.
    """
    known = arg_fields(declaration)
    given = _given(known, place, args)
    late = args.late_error if isinstance(args, ForeignArgs) else _run_error
    return declaration(
        **{
            name: _resolved(place.of(name), one, given.get(name), late)
            for name, one in known.items()
        }
    )


class ForeignArgs(dict[str, Any]):
    """Args of a program in another language, whose errors are told in its own words."""

    def __init__(self, args: Mapping[str, Any], late_error: LateError) -> None:
        super().__init__(args)
        self.late_error = late_error


def _run_error(error: ArgsError) -> Exception:
    # Pulumi wraps a ValueError in each resource that waits for the value, a RunError in none.
    return pulumi.RunError(str(error))


def check_given(declaration: type, place: Place, args: object) -> None:
    """Check each field that is given by itself, as ``resolve`` does. A field that is absent or
    ``None`` is no error; an empty list of a required field is."""
    known = arg_fields(declaration)
    for name, value in _given(known, place, args).items():
        if value is not None and (is_plain(value) or not may_be_output(known[name].args_type)):
            _resolved(place.of(name), known[name], value, _run_error)


def _given(known: Mapping[str, ArgField], place: Place, args: object) -> Mapping[str, Any]:
    if not isinstance(args, Mapping):
        raise place.error(f"must be a mapping of its fields, got {args!r}")
    unknown = sorted(set(args) - set(known))
    if unknown:
        close = get_close_matches(unknown[0], known, n=1)
        listed = f". The fields are {', '.join(sorted(known))}"
        meant = f"; did you mean {close[0]}?" if close else listed
        raise place.of(unknown[0]).error(f"is not a field{meant}")
    return args


def _resolved(place: Place, one: ArgField, value: Any, late: LateError) -> Any:
    if not is_plain(value):
        if not may_be_output(one.args_type):
            inside = ", whose entries may be outputs" if takes_outputs(one.args_type) else ""
            raise place.error(
                "must be known before anything is deployed, got an Output; give a plain value"
                f"{inside}"
            )
        if one.checked_late:
            return _late(value, lambda known: _resolved(place, one, known, late), late)
        return pulumi.Output.from_input(value) if isawaitable(value) else value
    empty = value == "" and one.kind is str
    if value is None or empty or (one.required and value in ("", [], {}, ())):
        if one.required:
            raise place.error(
                "is required but was not given; add it"
                if value is None
                else "is required but is empty; give it a value"
            )
        return one.default
    if one.nested:
        return resolve(one.nested, place, value)
    if one.kind is list and takes_outputs(one.args_type) and isinstance(value, list):
        value = [_late(entry, lambda known: one.check(place, [known])[0], late) for entry in value]
    if one.kind is dict and takes_outputs(one.args_type) and isinstance(value, Mapping):
        value = {
            key: _late(entry, partial(_check_value, place, one, key), late)
            for key, entry in value.items()
        }
    return one.check(place, value)


def _check_value(place: Place, one: ArgField, key: Any, known: Any) -> Any:
    return one.check(place, {key: known})[key]


def _late(value: Any, check: Callable[[Any], Any], late: LateError) -> Any:
    """The value, checked when it is known. One that is known now is the caller's to check.

    An entry of a list or a mapping is checked as the only one of its own.
    """
    if is_plain(value):
        return value

    def checked(known: Any) -> Any:
        try:
            return check(known)
        except ArgsError as error:
            raise late(error) from error

    return pulumi.Output.from_input(value).apply(checked)

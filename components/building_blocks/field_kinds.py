"""The kinds of fields that Args can have: each function declares one field of a dataclass. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from components.building_blocks.args_errors import Place
from components.building_blocks.args_fields import (
    ArgField,
    Check,
    declared,
    is_plain,
    takes_outputs,
)


def whole_number(
    text: str,
    *,
    low: int,
    high: int,
    default: int | None = None,
    args_type: str = "int",
    zero_is_off: bool = False,
) -> Any:
    """A whole number. Pulumi's wire format has no integers, so 24.0 is taken as 24.

    With ``zero_is_off`` 0 is allowed too, whatever ``low`` is.
    """
    off = "0, or " if zero_is_off else ""

    def check(place: Place, value: Any) -> int:
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        whole_at_all = isinstance(whole, int) and not isinstance(whole, bool)
        if not whole_at_all or not (low <= whole <= high or (zero_is_off and whole == 0)):
            raise place.error(f"must be {off}a whole number from {low} to {high}, got {whole!r}")
        return int(whole)

    return declared(
        ArgField(
            text=text, kind=int, args_type=args_type, check=check, default=default,
            allowed=f"{off}{low} to {high}",
        )
    )  # fmt: skip


def flag(text: str, *, default: bool, args_type: str = "bool") -> Any:
    """True or false."""

    def check(place: Place, value: Any) -> bool:
        if not isinstance(value, bool):
            raise place.error(f"must be true or false, got {value!r}")
        return value

    return declared(
        ArgField(text=text, kind=bool, args_type=args_type, check=check, default=default)
    )


def one_of(text: str, values: Sequence[Any], *, default: Any, args_type: str) -> Any:
    """One of a few values."""

    def check(place: Place, value: Any) -> Any:
        if isinstance(value, bool) or value not in values:
            raise place.error(f"must be one of {[*values]}, got {value!r}")
        return values[values.index(value)]

    return declared(
        ArgField(
            text=text, kind=type(default), args_type=args_type, check=check, default=default,
            allowed="one of " + ", ".join(map(str, values)),
            values=tuple(values),
        )
    )  # fmt: skip


def text(
    meaning: str,
    *,
    required: bool = False,
    default: str | None = None,
    pattern: re.Pattern[str] | None = None,
    must: str = "a text",
    args_type: str = "pulumi.Input[str]",
) -> Any:
    """A text. ``must`` says in an error what a text that does not match ``pattern`` should be."""

    def check(place: Place, value: Any) -> str:
        if not isinstance(value, str) or (pattern and not pattern.fullmatch(value)):
            raise place.error(f"must be {must}, got {value!r}")
        return value

    return declared(
        ArgField(
            text=meaning,
            kind=str,
            args_type=args_type,
            check=check,
            required=required,
            default=default,
            checked_late=pattern is not None,
        )
    )


def listing(
    meaning: str,
    must: str,
    *,
    args_type: str,
    entry: Check | None = None,
    whole: Callable[[Place, Sequence[Any]], None] = lambda *_: None,
    most: int | None = None,
    required: bool = False,
) -> Any:
    """A list; an optional one is empty when omitted. ``entry`` checks each entry that is known,
    ``whole`` then the list."""

    def check(place: Place, value: Any) -> list[Any]:
        wrong = isinstance(value, str) or not isinstance(value, Sequence)
        if wrong or (most is not None and len(value) > most):
            raise place.error(f"must be {must}, got {value!r}")
        if not takes_outputs(args_type) and not all(map(is_plain, value)):
            raise place.error(f"must be {must}, known before anything is deployed")
        entries = [entry(place, one) if entry and is_plain(one) else one for one in value]
        whole(place, entries)
        return entries

    return declared(
        ArgField(
            text=meaning, kind=list, args_type=args_type, check=check, required=required, default=()
        )
    )


def mapping(meaning: str, must: str) -> Any:
    """A mapping of texts to texts, ``None`` when omitted."""

    def check(place: Place, value: Any) -> Mapping[str, str]:
        texts = isinstance(value, Mapping) and all(
            isinstance(one, str) for one in (*value, *value.values())
        )
        if not texts:
            raise place.error(f"must be {must}, got {value!r}")
        return value  # type: ignore[no-any-return]

    return declared(ArgField(text=meaning, kind=dict, args_type="Mapping[str, str]", check=check))


def inputs_mapping(meaning: str, whole: Callable[[Place, Any], None]) -> Any:
    """A mapping of texts, known at once, to values that may be outputs; ``None`` when omitted.

    ``whole`` checks the mapping and its values that are known. A value that comes late is checked
    as the only one of its mapping.
    """

    def check(place: Place, value: Any) -> Any:
        whole(place, value)
        return value

    return declared(
        ArgField(text=meaning, kind=dict, args_type="Mapping[str, pulumi.Input[str]]", check=check)
    )


def check_text(place: Place, entry: Any) -> str:
    """For a list of texts: an entry as it is; ``ArgsError`` for anything but a text."""
    if not isinstance(entry, str):
        raise place.error(f"must hold texts, got {entry!r}")
    return entry


def nested(meaning: str, declaration: type, *, args_type: str) -> Any:
    """A mapping with declared fields of its own. Omitted, each of its fields has its default."""
    return declared(
        ArgField(
            text=meaning, kind=dict, args_type=args_type, check=lambda _, value: value,
            default=declaration(), nested=declaration,
        )
    )  # fmt: skip

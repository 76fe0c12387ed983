"""The settings of a stage that come, go or change, as they are in force. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from local.aws_provider import SECRET
from review.renamed_project import project_of
from review.side import Side
from review.text.markdown import code, counted, listed, shortened
from review.text.section import Section
from review.text.shown import excerpts

TITLE = "Settings"
LONGEST = 60
"""Characters of a value that stand in a line."""
NOT_COMPARED = "A secret's value is not compared."
AUTONAMING = "pulumi:autonaming"
ONLY_NEW = (
    f"{code(AUTONAMING)} names what is made from now on: what there is keeps its name until it is "
    "replaced"
)


def settings_changed(before: Side | None, after: Side | None) -> Section:
    """One line for each setting: old and new value. A default counts as much as what is set."""
    old, new = _settings(before), _settings(after)
    changed = [key for key in sorted({*old, *new}) if old.get(key) != new.get(key)]
    lines = [f"- {code(key)}: {_change(old.get(key), new.get(key))}" for key in changed]
    if AUTONAMING in changed and before and after:
        lines.append(f"- {ONLY_NEW}")
    if lines and SECRET in {*old.values(), *new.values()}:
        lines.append(f"- {NOT_COMPARED}")
    summary = counted(len(changed), "setting") if changed else ""
    return Section(TITLE, tuple(lines), summary)


def _settings(side: Side | None) -> Mapping[str, str]:
    """By their keys without ``shop:`` of the program's own: it would only make lines longer, and a
    project of another name has the same settings.
    """
    if side is None:
        return {}
    own = f"{side.project or project_of(side)}:"
    return {key.removeprefix(own): value for key, value in side.settings.items()}


def _change(old: str | None, new: str | None) -> str:
    if old is None:
        return f"new, {_value(str(new))}"
    if new is None:
        return f"no longer there, was {_value(old)}"
    parts = [*_parts(_parsed(old), _parsed(new))]
    return "; ".join(parts) if parts else _pair(old, new)


def _parts(old: object, new: object, prefix: str = "") -> Iterator[str]:
    """What differs within two lists or two objects. Nothing for other values."""
    if isinstance(old, list) and isinstance(new, list):
        at = f"{code(prefix)} " if prefix else ""
        for word, these, others in (("gains", new, old), ("loses", old, new)):
            items = [one for one in these if one not in others]
            if items:
                yield f"{at}{word} {listed(_value(_text(one)) for one in items)}"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            path = f"{prefix}.{key}" if prefix else str(key)
            was, now = old.get(key), new.get(key)
            if was != now:
                inside = [*_parts(was, now, path)]
                yield from inside or [f"{code(path)} {_pair(_text(was), _text(now))}"]


def _pair(old: str, new: str) -> str:
    was, now = excerpts(old, new)
    return f"{_value(was)} → {_value(now)}"


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _value(text: str) -> str:
    return code(shortened(text, LONGEST))

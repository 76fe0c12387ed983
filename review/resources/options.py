"""Pulumi's options of resources: they are no property, and decide what is lost. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from local.aws_provider import name_of
from review.resources.update import Update
from review.text.markdown import code, listed

OFF_BY_DEFAULT = ("protect", "retainOnDelete")


def option_lines(update: Update) -> Iterator[str]:
    """Options that resources gain or lose, those in one line that change alike."""
    groups: dict[str, list[str]] = {}
    for urn in sorted(update.before.resources.keys() & update.after.resources.keys()):
        told = _differences(update.options_before.get(urn, {}), update.options_after.get(urn, {}))
        if told:
            groups.setdefault(told, []).append(code(name_of(urn)))
    for told, names in groups.items():
        yield f"- **option** {told}: {listed(names)}"


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    return ", ".join(
        f"{code(name)} {_value(old.get(name))} → {_value(new.get(name))}"
        for name in sorted({*old, *new})
        if _same(name, old.get(name)) != _same(name, new.get(name))
    )


def _same(name: str, text: str | None) -> str | None:
    """What Pulumi takes a value for: these options are off when they are not set."""
    return None if name in OFF_BY_DEFAULT and text == "false" else text


def _value(text: str | None) -> str:
    return "not set" if text is None else code(text)

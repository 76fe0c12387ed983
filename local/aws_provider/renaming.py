"""Resources that have another name in a later program: an alias says that they are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from local.aws_provider.recorded_program import RecordedProgram, name_of


def renames(before: RecordedProgram, after: RecordedProgram) -> dict[str, str]:
    """URN in ``before`` -> URN in ``after`` of each resource that an alias gives another name."""
    gone = before.resources.keys() - after.resources.keys()
    return {
        alias: urn
        for urn in sorted(after.resources.keys() - before.resources.keys())
        for alias in after.resources[urn].aliases
        if alias in gone
    }


def renamed(before: RecordedProgram, new_names: Mapping[str, str]) -> RecordedProgram:
    """``before`` by the names that its resources have in a later program (``renames``)."""
    placeholders = {f"{{{name_of(old)}}}": f"{{{name_of(new)}}}" for old, new in new_names.items()}
    return RecordedProgram(
        {
            new_names.get(urn, urn): replace(
                one,
                inputs=_object(one.inputs, placeholders),
                sources={
                    key: tuple(new_names.get(source, source) for source in sources)
                    for key, sources in one.sources.items()
                },
            )
            for urn, one in before.resources.items()
        }
    )


def _object(inputs: Mapping[str, object], placeholders: Mapping[str, str]) -> dict[str, object]:
    return {key: _replaced(value, placeholders) for key, value in inputs.items()}


def _replaced(value: object, placeholders: Mapping[str, str]) -> object:
    """The value with what stands for a renamed resource's id or name renamed too."""
    if isinstance(value, Mapping):
        return _object(value, placeholders)
    if isinstance(value, list):
        return [_replaced(one, placeholders) for one in value]
    if isinstance(value, str):
        return re.sub(r"\{[^{}]+\}", lambda found: placeholders.get(found[0], found[0]), value)
    return value

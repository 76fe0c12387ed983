"""What Pulumi's options make of a difference: some are ignored, some replace. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from local.aws_provider import RecordedProgram, RecordedResource

IGNORE, REPLACE_ON = "ignoreChanges", "replaceOnChanges"
Options = Mapping[str, Mapping[str, str]]
"""By URN."""


def without_ignored(
    old: RecordedProgram, new: RecordedProgram, options: Options
) -> RecordedProgram:
    """The newer program with what is there already wherever it ignores a change."""
    resources = dict(new.resources)
    for urn, paths in paths_of(IGNORE, options).items():
        if urn in old.resources and urn in resources:
            resources[urn] = _kept(old.resources[urn], resources[urn], paths)
    return RecordedProgram(resources)


def paths_of(name: str, options: Options) -> dict[str, tuple[str, ...]]:
    """The paths of one option, by URN."""
    return {urn: tuple(json.loads(one[name])) for urn, one in options.items() if name in one}


def _kept(old: RecordedResource, new: RecordedResource, paths: tuple[str, ...]) -> RecordedResource:
    if "*" in paths:
        return replace(new, inputs=old.inputs, sources=old.sources)
    inputs: dict[str, Any] = dict(new.inputs)
    for path in paths:
        inputs = _put(inputs, old.inputs, path.split("."))
    sources = {key: urns for key, urns in new.sources.items() if key not in paths}
    return replace(new, inputs=inputs, sources=sources)


def _put(inputs: Mapping[str, Any], old: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    """The inputs with the old value at a path of objects."""
    key, *left = keys
    was, now = old.get(key), inputs.get(key)
    if left and isinstance(was, Mapping) and isinstance(now, Mapping):
        return {**inputs, key: _put(now, was, left)}
    if left:
        return dict(inputs)
    kept = {name: value for name, value in inputs.items() if name != key}
    return {**kept, key: was} if was is not None else kept

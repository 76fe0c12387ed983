"""What a preview after an unchanged deployment must not show: unknowns and differences."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pulumi import _types

from local.program import UNKNOWN, ProgramResult, RegisteredResource

ABSENT = object()
"""Stands for leaving an output out."""
WAYS: dict[str, Any] = {"absent": ABSENT, "null": None, "empty": ""}
"""How the provider returns an output that was not set: it mixes all three."""


def with_unset_outputs(
    resources: Iterable[RegisteredResource], value: Any
) -> list[RegisteredResource]:
    """The resources, each with the outputs that its creation did not return as ``value``."""
    return [
        replace(one, outputs={**_unset(one, value), **_returned(one)}) if one.custom else one
        for one in resources
    ]


def _returned(resource: RegisteredResource) -> dict[str, Any]:
    return {key: value for key, value in resource.outputs.items() if value is not None}


def _unset(resource: RegisteredResource, value: Any) -> dict[str, Any]:
    if value is ABSENT:
        return {}
    _, module, name = resource.type.split(":")  # such as aws, lambda/function, Function
    service = module.split("/")[0].replace("lambda", "lambda_")
    cls = getattr(importlib.import_module(f"pulumi_aws.{service}"), name)
    return dict.fromkeys(_types.resource_types(cls), value)


def unquiet(before: ProgramResult, previewed: ProgramResult) -> list[str]:
    """One line for each resource, input or export that is unknown or differs."""
    lines: list[str] = []
    old, new = _by_urn(before), _by_urn(previewed)
    lines += [f"{urn} goes" for urn in sorted(old.keys() - new.keys())]
    lines += [f"{urn} comes" for urn in sorted(new.keys() - old.keys())]
    for urn in sorted(old.keys() & new.keys()):
        name = urn.rsplit("::", 1)[1]
        lines += [f"{name}: {path}" for path in differences(old[urn].inputs, new[urn].inputs)]
    return lines + [f"export {path}" for path in differences(before.exports, previewed.exports)]


def differences(before: Any, after: Any, path: str = "") -> Iterable[str]:
    """The paths at which ``after`` is unknown or another value."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key), after.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif after == UNKNOWN:
        yield f"{path} is unknown, was {before!r}"
    elif before != after:
        yield f"{path} is {after!r}, was {before!r}"


def _by_urn(result: ProgramResult) -> dict[str, RegisteredResource]:
    return {resource.urn: resource for resource in result.resources}

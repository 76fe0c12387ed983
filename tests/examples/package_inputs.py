"""Holds what a program gives the package's components against the kept schema.

A text with ``${…}`` stands for a value that is known later only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.support.repository import REPO_ROOT

KINDS = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}


@cache
def schema() -> dict[str, Any]:
    """components/schema.json."""
    kept: dict[str, Any] = json.loads((REPO_ROOT / "components" / "schema.json").read_text())
    return kept


def wrong_inputs(component: str, given: Mapping[str, Any]) -> list[str]:
    """What the schema does not allow of the inputs of ``component``, such as ``Saga``."""
    resource = schema()["resources"][f"realtime:index:{component}"]
    return [
        *_wrong_object(
            component, given, resource["inputProperties"], resource.get("requiredInputs", ())
        )
    ]


def wrong_outputs(component: str, used: set[str]) -> list[str]:
    """Outputs that ``component`` does not have."""
    return sorted(used - schema()["resources"][f"realtime:index:{component}"]["properties"].keys())


def _wrong_object(where: str, given: Any, known: Mapping[str, Any], required: Any) -> Iterator[str]:
    for name in sorted({*required} - given.keys()):
        yield f"{where} lacks {name}"
    for name, value in given.items():
        if name not in known:
            yield f"{where} has no input {name}"
        else:
            yield from _wrong_value(f"{where}.{name}", value, known[name])


def _wrong_value(where: str, value: Any, wanted: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(value, str) and "${" in value:
        if wanted.get("plain"):
            yield f"{where} must be known before anything is deployed"
        return
    if reference := wanted.get("$ref"):
        wanted = schema()["types"][reference.rpartition("/")[2]]
    if values := [one["value"] for one in wanted.get("enum", ())]:
        if value not in values:
            yield f"{where} must be one of {values}"
    elif not isinstance(value, KINDS[wanted["type"]]):
        yield f"{where} must be of type {wanted['type']}, got {value!r}"
    elif isinstance(value, list):
        for one in value:
            yield from _wrong_value(f"{where}[]", one, wanted["items"])
    elif "properties" in wanted:
        yield from _wrong_object(where, value, wanted["properties"], wanted.get("required", ()))

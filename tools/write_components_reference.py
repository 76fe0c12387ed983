"""Writes docs/components-reference.md from components/schema.json. Run by ``make schema``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

REPO_ROOT = Path(__file__).resolve().parents[1]
SCHEMA = REPO_ROOT / "components" / "schema.json"
TARGET = REPO_ROOT / "docs" / "components-reference.md"
HEAD = """# Reference of the components

`make schema` writes this page from `components/schema.json`. It has every input and output of every
component, as programs in TypeScript, YAML and other languages name them. Python writes the same
names in snake case: `allowed_origins`. [The guide](components.md) says how to use the components.

A **plain** input must be known before anything is deployed. Every other input may also be an output
of another resource. An output with a star is not always there.
"""
ORDER = ("RealtimeNotifier", "Saga", "CheckoutSaga", "UserDirectory", "StageDashboard")
KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}
PAGE = re.compile(r"docs/([a-z-]+)\.md")
DEFAULT = re.compile(r" Default ([^ ]+)\.$")


def document() -> str:
    """The content of docs/components-reference.md."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    resources = {_name(token): one for token, one in schema["resources"].items()}
    types = {_name(token): one for token, one in schema["types"].items()}
    lines = [HEAD]
    for name in [*ORDER, *sorted(resources.keys() - {*ORDER})]:
        lines += [
            f"## {name}\n",
            f"{resources[name]['description']}\n",
            *_component(resources[name]),
        ]
    for name, one in sorted(types.items()):
        lines += [f"## Type {name}\n", f"{one['description']}\n", *_type(one)]
    return "\n".join(lines)


def _component(resource: Mapping[str, Any]) -> Iterator[str]:
    yield from _inputs(resource["inputProperties"], resource.get("requiredInputs", ()))
    yield "| output | type | meaning |\n|---|---|---|"
    for name, one in resource["properties"].items():
        star = "" if name in resource.get("required", ()) else " \\*"
        yield f"| `{name}`{star} | {_kind(one)} | {_cell(one['description'])} |"
    yield ""


def _type(one: Mapping[str, Any]) -> Iterator[str]:
    if "enum" in one:
        values = ", ".join(f"`{allowed['value']}`" for allowed in one["enum"])
        yield f"One of {values}.\n"
    else:
        yield from _inputs(one["properties"], one.get("required", ()))


def _inputs(inputs: Mapping[str, Any], required: Any) -> Iterator[str]:
    yield "| input | type | default | meaning |\n|---|---|---|---|"
    for name, one in sorted(inputs.items(), key=lambda item: item[0] not in required):
        default = DEFAULT.search(one["description"])
        shown = "**required**" if name in required else f"`{default[1]}`" if default else "none"
        meaning = _cell(DEFAULT.sub("", one["description"]))
        kind = _kind(one) + (", plain" if one.get("plain") else "")
        yield f"| `{name}` | {kind} | {shown} | {meaning} |"
    yield ""


def _kind(one: Mapping[str, Any]) -> str:
    """The type in words; a type of the package as a link to its section."""
    if reference := one.get("$ref"):
        name = _name(reference)
        return f"[{name}](#type-{name.lower()})"
    if one["type"] == "array":
        return f"list of {_kind(one['items'])}"
    if one["type"] == "object":
        return f"map to {_kind(one['additionalProperties'])}"
    return KINDS[one["type"]]


def _cell(text: str) -> str:
    """The text within a table, with links to the pages that it names."""
    return PAGE.sub(r"[\1](\1.md)", text.replace("|", "\\|"))


def _name(token: str) -> str:
    return token.rpartition(":")[2]


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")

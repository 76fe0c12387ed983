"""Loads the protocol documents in docs/ and validates messages against them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.support.repository import REPO_ROOT

OFFICIAL_ASYNCAPI = Path(__file__).with_name("asyncapi-3.0.0.schema.json")


def load(name: str) -> dict[str, Any]:
    """``docs/<name>``."""
    document: dict[str, Any] = yaml.safe_load((REPO_ROOT / "docs" / name).read_text())
    return document


def official_asyncapi_schema() -> dict[str, Any]:
    """AsyncAPI's own JSON Schema of version 3.0.0 (Apache-2.0), as its makers publish it."""
    schema: dict[str, Any] = json.loads(OFFICIAL_ASYNCAPI.read_text())
    return schema


def validator(document: Mapping[str, Any], pointer: str) -> Draft202012Validator:
    """Validates against the schema at ``#/…`` of the document, references included."""
    resource = Resource.from_contents(dict(document), default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", resource)
    return Draft202012Validator({"$ref": f"urn:document{pointer}"}, registry=registry)


def faults(schema: Draft202012Validator, value: object) -> list[str]:
    """What is wrong with ``value``, one line for each fault; empty if it is valid."""
    return [f"{fault.json_path}: {fault.message}" for fault in schema.iter_errors(value)]


def references(node: object) -> list[str]:
    """Every ``$ref`` of a document."""
    if isinstance(node, dict):
        here = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return here + [found for value in node.values() for found in references(value)]
    if isinstance(node, list):
        return [found for value in node for found in references(value)]
    return []


def resolve(document: Mapping[str, Any], pointer: str) -> Any:
    """What a local reference points to; ``KeyError`` when it points to nothing."""
    node: Any = document
    for key in pointer.removeprefix("#/").split("/"):
        node = node[key.replace("~1", "/").replace("~0", "~")]
    return node

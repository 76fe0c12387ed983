"""The protocol documents themselves: valid, without dangling references, true to their examples."""

from __future__ import annotations

import pytest
from jsonschema import Draft7Validator
from openapi_spec_validator import validate

from tests.support.documents import (
    faults,
    load,
    official_asyncapi_schema,
    references,
    resolve,
    validator,
)

ASYNCAPI = load("asyncapi.yaml")
MESSAGES = sorted(ASYNCAPI["components"]["messages"])


def test_the_asyncapi_document_is_valid_by_its_makers_own_schema() -> None:
    found = Draft7Validator(official_asyncapi_schema()).iter_errors(ASYNCAPI)
    assert [f"{fault.json_path}: {fault.message}" for fault in found] == []


def test_the_openapi_document_is_valid() -> None:
    validate(load("openapi.yaml"))


@pytest.mark.parametrize("name", ["asyncapi.yaml", "openapi.yaml"])
def test_every_reference_points_to_something(name: str) -> None:
    document = load(name)
    for pointer in references(document):
        assert resolve(document, pointer) is not None


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_has_examples_that_conform_to_it_and_to_no_other(name: str) -> None:
    examples = [one["payload"] for one in ASYNCAPI["components"]["messages"][name]["examples"]]
    assert examples
    for other in MESSAGES:
        schema = validator(ASYNCAPI, f"#/components/schemas/{other}")
        for example in examples:
            assert (faults(schema, example) == []) is (other == name)


def test_the_channel_carries_every_message_and_each_belongs_to_an_operation() -> None:
    channel = ASYNCAPI["channels"]["realtime"]["messages"]
    used = {
        one["$ref"].rsplit("/", 1)[1]
        for operation in ASYNCAPI["operations"].values()
        for part in (operation, operation.get("reply", {}))
        for one in part.get("messages", [])
    }
    assert sorted(channel) == sorted(used) == MESSAGES

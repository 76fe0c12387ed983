"""Pulumi's own options decide about a difference before the provider does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from review.data_at_risk.risks import data_at_risk
from review.resources.resources_changed import resources
from review.side import Side
from tests.support.sides import resource, side_of, urn

TABLE = "aws:dynamodb/table:Table"
ORDERS = urn(TABLE, "orders")
WAS = {"hashKey": "id", "tags": {"a": "1", "b": "1"}}


def side(inputs: dict[str, Any], **options: list[str]) -> Side:
    texts = {name: json.dumps(paths) for name, paths in options.items()}
    return side_of(resource(TABLE, "orders", **inputs), options={ORDERS: texts})


def lines(now: dict[str, Any], **options: list[str]) -> list[str]:
    told = resources(side(WAS, **options), side(now, **options)).lines
    return [line.replace("- **changed** `orders` (`dynamodb.Table`): ", "") for line in told]


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("*", []),
        ("hashKey", ["`tags.a` `1` → `2`, `tags.b` `1` → `2`"]),
        ("tags", ["hashKey"]),
        ("tags.a", ["hashKey", "`tags.b` `1` → `2`"]),
        ("ttl", ["hashKey"]),
        ("ttl.enabled", ["hashKey"]),
    ],
)
def test_what_the_program_ignores_is_no_change(path: str, left: list[str]) -> None:
    now = {"hashKey": "orderId", "tags": {"a": "2", "b": "2"}}
    told = "; ".join(lines(now, ignoreChanges=[path]))

    assert ("hashKey" in told) == ("hashKey" in left)
    for text in left:
        assert text in told or text == "hashKey"
    assert ("`tags.a`" in told) == (path not in ("*", "tags", "tags.a"))


def test_a_replacement_that_is_ignored_is_no_risk() -> None:
    ignored = {"ignoreChanges": ["hashKey"]}

    assert data_at_risk(side(WAS, **ignored), side({**WAS, "hashKey": "x"}, **ignored)) == ()


@pytest.mark.parametrize("path", ["*", "tags", "tags.a"])
def test_what_the_program_replaces_on_a_change_loses_what_it_holds(path: str) -> None:
    before = side(WAS, replaceOnChanges=[path])
    after = side({"hashKey": "id", "tags": {"a": "2", "b": "1"}}, replaceOnChanges=[path])

    assert data_at_risk(before, after) == (
        "`orders` (`dynamodb.Table`) is replaced because of `tags.a`: what it holds is lost",
    )


def test_a_type_that_nobody_knows_is_replaced_if_the_program_says_so() -> None:
    kind = "aws:rds/instance:Instance"
    options = {urn(kind, "db"): {"replaceOnChanges": '["engine"]'}}
    before = side_of(resource(kind, "db", engine="a", skipFinalSnapshot=True), options=options)
    after = side_of(resource(kind, "db", engine="b", skipFinalSnapshot=True), options=options)

    assert data_at_risk(before, after) == (
        "`db` (`rds.Instance`) is replaced because of `engine`: what it holds is lost",
    )

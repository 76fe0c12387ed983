"""Old and new values of a property: shown where they are short, never a hash or a document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from review.resources.values import changes_of, value_at
from review.text.markdown import MINUS

TABLE, ALARM = "aws:dynamodb/table:Table", "aws:cloudwatch/metricAlarm:MetricAlarm"
HASH = "68c793eb27d1e6ba80edc49c1df65b5f3a2167b89592bf138b6fa3b9153c473a"


def changed(path: str, old: Any, new: Any, resource_type: str = TABLE) -> list[str]:
    return [*changes_of(resource_type, path, old, new)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (14, 30, "`p` 14 → 30"),
        ("id", "orderId", "`p` `id` → `orderId`"),
        (False, True, "`p` false → true"),
        (None, "", "`p` not set → (empty)"),
        ("RealtimeCheckout/dev", None, "`p` `RealtimeCheckout/dev` → not set"),
        (f"sha256:{HASH}", f"sha256:{HASH[::-1]}", "`p` changes"),
        (f"Locked dependencies {HASH[:16]}", "Locked dependencies b126064d36ae1de4", "`p` changes"),
        ('{"a": 1}', '{"a": 2}', "`p.a` 1 → 2"),
        (None, '{"a": 1}', "`p` is set"),
        ("x" * 61, "y", f"`p` `{'x' * 59}…` → `y`"),
        (
            "a " * 40 + "b",
            "a " * 40 + "c",
            "`p` `…a a a a a a a a a a b` → `…a a a a a a a a a a c`",
        ),
        ("[secret]", "open", "`p` changes"),
        (
            "arn:aws:sqs:us-east-1:000000000000:{jobs}",
            "https://sqs.us-east-1.amazonaws.com/000000000000/{tasks}",
            "`p` `{jobs}` → `{tasks}`",
        ),
        (["a", "b"], ["b", "c"], f"`p` + `c`, {MINUS} `a`"),
        (["a", "b"], ["b", "a"], "`p` in another order"),
        ([{"id": "m0", "x": 1}], [{"id": "m0", "x": 2}], "`p[m0].x` 1 → 2"),
        ([{"id": "m0"}], [{"id": "m0"}, {"id": "m1"}], "`p` + `m1`"),
        ([{"x": 1}], [{"x": 1}, {"x": 2}], "`p` changes: 1 → 2 items"),
        ([{"x": 1}], [{"x": 2}], "`p[0].x` 1 → 2"),
        ([{"x": [1]}], [{"x": [1, 2]}], "`p[0].x` + 2"),
        (1234567890123456, 1234567890123457, "`p` 1234567890123456 → 1234567890123457"),
    ],
    ids=str,
)
def test_a_change_is_said_as_briefly_as_it_can_be(old: Any, new: Any, said: str) -> None:
    assert changed("p", old, new) == [said]


def test_an_object_that_comes_is_told_by_its_properties() -> None:
    assert changed("a", {"b": {"c": 1, "d": None}}, None) == ["`a.b.c` 1 → not set"]
    assert changed("a", None, {"b": 1}, "aws:kinesis/stream:Stream") == ["`a.b` not set → 1"]
    assert changed("ttl", None, {"enabled": True, "attributeName": "expiresAt"}) == [
        "`ttl.attributeName` not set → `expiresAt`",
        "`ttl.enabled` not set → true",
    ]


def test_tags_that_come_are_one_change() -> None:
    assert changed("tags", None, {"a": "b", "c": "d"}) == ["`tags` + `a=b`, + `c=d`"]
    assert changed("tags", {"a": "b"}, None) == [f"`tags` {MINUS} `a=b`"]
    assert changed("tags", "odd", None) == ["`tags` changes"]


def test_the_providers_default_stands_for_a_value_that_is_not_set() -> None:
    assert changed("actionsEnabled", None, False, ALARM) == ["`actionsEnabled` true → false"]


def test_a_path_leads_through_keys_with_dots() -> None:
    inputs = {"a": {"b.c": {"d": 1}}, "a.b": 2}

    assert (value_at(inputs, "a.b.c.d"), value_at(inputs, "a.b"), value_at(inputs, "x.y")) == (
        1,
        2,
        None,
    )


def test_a_json_text_is_told_by_its_paths() -> None:
    old = {"source": ["shop"], "detail": {"status": ["PAID"]}, "widgets": [{"x": 1}, {"x": 2}]}
    new = {"source": ["shop"], "detail": {"status": ["PAID", "SENT"]}, "widgets": [{"x": 1}],
           "more": {"a": 1}}  # fmt: skip

    assert changed("eventPattern", json.dumps(old), json.dumps(new)) == [
        "`eventPattern.detail.status` + `SENT`",
        "`eventPattern.widgets` changes: 2 → 1 items",
        "`eventPattern.more` is set",
    ]


def test_a_list_of_objects_is_told_by_their_names_or_places() -> None:
    def settings(limit: int, key: str) -> list[dict[str, Any]]:
        return [{key: "GET /", "limit": limit}, {key: "POST /", "limit": 1}]

    assert changed("s", settings(1, "routeKey"), settings(2, "routeKey")) == [
        "`s[GET /].limit` 1 → 2"
    ]
    assert changed("s", settings(1, "other"), settings(2, "other")) == ["`s[0].limit` 1 → 2"]
    assert changed("s", [["a", 1], ["b"]], [["a", 2], ["b"]]) == [f"`s[0]` + 2, {MINUS} 1"]


@pytest.mark.parametrize(
    ("path", "section"),
    [("policy", "Permissions"), ("assumeRolePolicy", "Permissions"), ("definition", "Sagas")],
)
def test_a_document_with_a_section_of_its_own_is_not_told_twice(path: str, section: str) -> None:
    assert changed(path, '{"a": 1}', '{"a": 2}') == [f"`{path}`: see {section}"]
    assert changed(path, None, '{"a": 2}') == [f"`{path}` is set"]

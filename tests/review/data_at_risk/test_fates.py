"""What becomes of what a resource holds, as Pulumi's engine and AWS decide it."""

from __future__ import annotations

from typing import Any

import pytest

from review.data_at_risk.fates import fate_of_data
from review.resources.update import update_of
from review.side import Side
from tests.support.sides import resource, side_of, urn

TABLE = "aws:dynamodb/table:Table"
ORDERS = urn(TABLE, "orders")
REFUSED = "what it holds would be lost; it is protected (`protect`): Pulumi refuses"
LEFT = (
    "a new, empty one takes its place; then AWS refuses to delete the old one, whose deletion "
    "protection is on: it stays with what it holds, and nothing uses it"
)
TAKEN_AWAY = "this change takes its `protect` away, too, so Pulumi replaces it: "


def side(key: str, options: dict[str, str], **inputs: Any) -> Side:
    return side_of(resource(TABLE, "orders", hashKey=key, **inputs), options={ORDERS: options})


def fate(before: Side, after: Side) -> str:
    return fate_of_data(update_of(before, after), ORDERS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"protect": "true"}, {"protect": "true"}, REFUSED),
        ({"protect": "true"}, {"protect": "false"}, f"{TAKEN_AWAY}what it holds is lost"),
        ({"protect": "true"}, {}, f"{TAKEN_AWAY}what it holds is lost"),
        ({}, {"protect": "true"}, "what it holds is lost"),
        ({"protect": "true", "retainOnDelete": "true"}, {"protect": "true"}, REFUSED),
        (
            {"retainOnDelete": "true"},
            {},
            "a new, empty one takes its place, and it stays on AWS outside of the stack "
            "(`retainOnDelete`)",
        ),
        ({}, {"retainOnDelete": "true"}, "what it holds is lost"),
    ],
    ids=str,
)
def test_a_replacement_is_decided_by_the_options_of_both_commits(
    old: dict[str, str], new: dict[str, str], said: str
) -> None:
    assert fate(side("id", old), side("orderId", new)) == said


@pytest.mark.parametrize("still", [True, False])
def test_a_replaced_tables_own_deletion_protection_only_keeps_the_old_one(still: bool) -> None:
    before = side("id", {}, deletionProtectionEnabled=True)

    assert fate(before, side("orderId", {}, deletionProtectionEnabled=still)) == LEFT


def test_both_protections_that_go_with_the_replacement_are_said() -> None:
    before = side("id", {"protect": "true"}, deletionProtectionEnabled=True)

    assert fate(before, side("orderId", {})) == f"{TAKEN_AWAY}{LEFT}"


@pytest.mark.parametrize(
    ("options", "inputs"), [({"deleteBeforeReplace": "true"}, {}), ({}, {"name": "orders"})]
)
def test_what_must_be_deleted_first_is_not_replaced_at_all(
    options: dict[str, str], inputs: dict[str, str]
) -> None:
    before = side("id", options, deletionProtectionEnabled=True, **inputs)

    assert fate(before, side("orderId", options, **inputs)) == (
        "its deletion protection is on, so AWS refuses, and nothing takes its place"
    )


def test_a_removal_asks_what_the_resource_had() -> None:
    assert fate(side("id", {"protect": "true"}), side_of()) == REFUSED
    assert fate(side("id", {}, deletionProtectionEnabled=True), side_of()).startswith(
        "its deletion protection is on, so the update ends with AWS's refusal"
    )

"""What holds for all policies: another way to write the same is no change, and sides are equal."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from review.permissions import permissions, permitted_differently
from tests.review.permissions.shop import JOBS, ORDERS, allow, guarded, paying

ACTIONS = ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:*", "sqs:SendMessage", "s3:Get*")
RESOURCES = (ORDERS, JOBS, f"{ORDERS}/index/*", "*")
CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {"Condition": {"StringEquals": {"aws:SourceAccount": "000000000000"}}},
    {"Condition": {"Bool": {"aws:SecureTransport": "false"}}},
)
ATOMS = st.tuples(
    st.sampled_from(("Allow", "Deny")), st.sampled_from(ACTIONS), st.sampled_from(RESOURCES),
    st.integers(0, len(CONDITIONS) - 1),
)  # fmt: skip
STATEMENTS = st.lists(
    st.builds(
        lambda effect, actions, resources, condition: {
            "Effect": effect, "Action": actions, "Resource": resources, **CONDITIONS[condition],
        },
        st.sampled_from(("Allow", "Deny")),
        st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3),
        st.lists(st.sampled_from(RESOURCES), min_size=1, max_size=3),
        st.integers(0, len(CONDITIONS) - 1),
    ),
    max_size=5,
)  # fmt: skip


def split(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """A statement for each action and resource, written as single values in another case."""
    return [
        {**statement, "Action": action.upper(), "Resource": resource}
        for action in statement["Action"]
        for resource in statement["Resource"]
    ]


@given(STATEMENTS, st.randoms())
@settings(max_examples=60, deadline=None)
def test_statements_that_are_reordered_or_split_change_nothing(
    statements: list[dict[str, Any]], chance: Any
) -> None:
    parts = [part for one in statements for part in split(one)]
    chance.shuffle(parts)

    assert permissions(paying(*statements), paying(*parts)).lines == ()
    assert permissions(paying(*parts), paying(*statements)).lines == ()


@given(STATEMENTS)
@settings(max_examples=30, deadline=None)
def test_statements_that_stand_twice_change_nothing(statements: list[dict[str, Any]]) -> None:
    assert permissions(paying(*statements), paying(*statements, *statements)).lines == ()


@given(STATEMENTS, STATEMENTS)
@settings(max_examples=60, deadline=None)
def test_swapped_sides_swap_what_is_gained_and_lost(
    one: list[dict[str, Any]], other: list[dict[str, Any]]
) -> None:
    there = permitted_differently(paying(*one).record, paying(*other).record)
    back = permitted_differently(paying(*other).record, paying(*one).record)

    assert (there.gained, there.lost) == (back.lost, back.gained)
    assert {(c.before, c.after) for c in there.changed} == {
        (c.after, c.before) for c in back.changed
    }


@given(st.lists(ATOMS, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_another_order_of_principals_changes_nothing(atoms: list[Any]) -> None:
    services = ["events.amazonaws.com", "sns.amazonaws.com"]

    def stated(names: list[str]) -> list[dict[str, Any]]:
        return [
            {**allow(action, resource), **CONDITIONS[n], "Effect": effect,
             "Principal": {"Service": names}}
            for effect, action, resource, n in atoms
        ]  # fmt: skip

    assert permissions(guarded(*stated(services)), guarded(*stated(services[::-1]))).lines == ()

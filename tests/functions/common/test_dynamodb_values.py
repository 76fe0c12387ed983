"""Values of DynamoDB, converted as boto3 converts them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st

from functions.common.dynamodb_values import plain_value, typed, with_plain_values

NUMBERS = st.integers(-(10**37), 10**37) | st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20
)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text() | st.binary()
SETS = (
    st.frozensets(st.text(), min_size=1)
    | st.frozensets(NUMBERS, min_size=1)
    | st.frozensets(st.binary(), min_size=1)
)
VALUES = st.recursive(
    SCALARS | SETS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=20,
)


def sorted_sets(value: Any) -> Any:
    """``value`` with the members of sets in an order: both sides have one of their own."""
    if isinstance(value, dict):
        return {
            name: sorted(map(str, one)) if name in ("SS", "NS", "BS") else sorted_sets(one)
            for name, one in value.items()
        }
    return [sorted_sets(one) for one in value] if isinstance(value, list) else value


def unwrapped(value: Any) -> Any:
    """``value`` with bytes for boto3's wrapper of bytes."""
    if isinstance(value, Binary):
        return bytes(value)
    if isinstance(value, dict):
        return {name: unwrapped(one) for name, one in value.items()}
    if isinstance(value, (list, set)):
        return type(value)(map(unwrapped, value))
    return value


@given(VALUES)
def test_a_value_is_typed_and_made_plain_as_boto3_does_it(value: Any) -> None:
    made = typed(value)

    assert sorted_sets(made) == sorted_sets(TypeSerializer().serialize(value))
    assert plain_value(made) == unwrapped(TypeDeserializer().deserialize(made))


@pytest.mark.parametrize(
    "value",
    [0.5, 10**38 + 1, Decimal("1e127"), Decimal("NaN"), Decimal("Infinity"), set(), {1, "a"},
     object(), {"a": {"b": 1.5}}],
)  # fmt: skip
def test_what_dynamodb_cannot_store_is_refused_as_boto3_refuses_it(value: Any) -> None:
    for refuse in (typed, TypeSerializer().serialize):
        if value == set() and refuse is not typed:
            continue  # boto3 leaves the empty set to DynamoDB, which refuses it
        with pytest.raises((TypeError, ArithmeticError)):
            refuse(value)


@pytest.mark.parametrize("value", [{}, {"X": "a"}, {"S": "a", "N": "1"}])
def test_what_has_no_known_type_is_no_value(value: Any) -> None:
    with pytest.raises(TypeError):
        plain_value(value)


def test_a_client_converts_each_value_of_a_request_and_of_its_answer() -> None:
    key = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    client = with_plain_values(boto3.client("dynamodb", region_name="us-east-1", **key))
    wanted = {"orders": {"Keys": [{"orderId": {"S": "a"}}], "ConsistentRead": True}}
    row = {"orderId": {"S": "a"}, "lines": {"L": [{"M": {"units": {"N": "2"}}}]}}
    asked = {"orders": {"Keys": [{"orderId": "a"}], "ConsistentRead": True}}
    with Stubber(client) as stub:
        stub.add_response(
            "batch_get_item", {"Responses": {"orders": [row]}}, {"RequestItems": wanted}
        )
        answer = client.batch_get_item(RequestItems=asked)

    assert answer["Responses"] == {"orders": [{"orderId": "a", "lines": [{"units": Decimal(2)}]}]}

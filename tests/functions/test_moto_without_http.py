"""The short way to moto's DynamoDB answers every call as the long one does."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ParamValidationError
from moto import mock_aws

from tests.support.moto_without_http import REGION, without_http
from tests.support.notifier_on_moto import create_table

Call = tuple[str, dict[str, Any]]
KEY = {"userId": {"S": "ada"}, "itemKey": {"S": "1"}}
OTHER = {"userId": {"S": "ada"}, "itemKey": {"S": "2"}}
ITEM = {
    **KEY, "count": {"N": "3"}, "on": {"BOOL": True}, "none": {"NULL": True}, "empty": {"S": ""},
    "deep": {"M": {"list": {"L": [{"S": "é"}, {"N": "1.50"}, {"M": {}}]}}}, "set": {"SS": ["a"]},
    "bytes": {"B": b"\xff"}, "more": {"BS": [b"\xff\x00"]}, "B": {"S": "no bytes"},
}  # fmt: skip
ABSENT, TABLE = "attribute_not_exists(userId)", {"TableName": "events"}
OF_ADA = {
    "KeyConditionExpression": "userId = :u",
    "ExpressionAttributeValues": {":u": {"S": "ada"}},
}
FAILS = {
    **TABLE, "Item": OTHER, "ConditionExpression": "attribute_exists(userId)",
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}  # fmt: skip
CALLS: dict[str, Call] = {
    "put": ("put_item", {**TABLE, "Item": OTHER, "ReturnConsumedCapacity": "TOTAL"}),
    "put over": ("put_item", {**TABLE, "Item": KEY, "ReturnValues": "ALL_OLD"}),
    "condition fails": ("put_item", {**TABLE, "Item": KEY, "ConditionExpression": ABSENT}),
    "condition fails, with the row": ("put_item", {**FAILS, "Item": OTHER}),
    "get": ("get_item", {**TABLE, "Key": KEY, "ConsistentRead": True}),
    "get none": ("get_item", {**TABLE, "Key": OTHER}),
    "get some": ("get_item", {**TABLE, "Key": KEY, "ProjectionExpression": "deep"}),
    "no table": ("get_item", {"TableName": "none", "Key": KEY}),
    "key is short": ("get_item", {**TABLE, "Key": {"userId": {"S": "ada"}}}),
    "key is no text": ("get_item", {**TABLE, "Key": {**KEY, "itemKey": {"N": "1"}}}),
    "argument is wrong": ("get_item", {**TABLE, "Key": "ada"}),
    "update": ("update_item", {
        **TABLE, "Key": KEY, "UpdateExpression": "SET #c = #c + :one REMOVE deep",
        "ExpressionAttributeNames": {"#c": "count"}, "ReturnValues": "ALL_NEW",
        "ExpressionAttributeValues": {":one": {"N": "1"}}}),
    "update is nonsense": ("update_item", {
        **TABLE, "Key": KEY, "UpdateExpression": "SET", "ReturnValues": "ALL_NEW"}),
    "delete": ("delete_item", {**TABLE, "Key": KEY, "ReturnValues": "ALL_OLD"}),
    "query": ("query", {**TABLE, **OF_ADA, "ConsistentRead": True}),
    "query backwards": ("query", {**TABLE, **OF_ADA, "ScanIndexForward": False, "Limit": 1}),
    "query on": ("query", {**TABLE, **OF_ADA, "Limit": 1, "ExclusiveStartKey": KEY}),
    "query counts": ("query", {**TABLE, **OF_ADA, "Select": "COUNT"}),
    "query is nonsense": ("query", {**TABLE, **OF_ADA, "KeyConditionExpression": "itemKey = :u"}),
    "scan": ("scan", {**TABLE, "Limit": 1}),
    "batch get": ("batch_get_item", {"RequestItems": {"events": {"Keys": [KEY, OTHER]}}}),
    "batch get twice": ("batch_get_item", {"RequestItems": {"events": {"Keys": [KEY, KEY]}}}),
    "batch write": ("batch_write_item", {"RequestItems": {"events": [
        {"PutRequest": {"Item": OTHER}}, {"DeleteRequest": {"Key": KEY}}]}}),
    "transaction": ("transact_write_items", {"TransactItems": [
        {"Put": {**TABLE, "Item": OTHER, "ConditionExpression": ABSENT}},
        {"Delete": {**TABLE, "Key": KEY}}]}),
    "transaction is cancelled": ("transact_write_items", {"TransactItems": [
        {"Put": {**TABLE, "Item": OTHER}},
        {"ConditionCheck": {**TABLE, "Key": KEY, "ConditionExpression": ABSENT,
                            "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}]}),
    "transaction is empty": ("transact_write_items", {"TransactItems": []}),
    "transaction gets": ("transact_get_items", {"TransactItems": [
        {"Get": {**TABLE, "Key": KEY}}, {"Get": {**TABLE, "Key": OTHER}}]}),
}  # fmt: skip


def outcome(client: Any, call: Call) -> Any:
    """The answer, or the error's name and content; without what HTTP adds to it."""
    operation, arguments = call
    try:
        answer = getattr(client, operation)(**arguments)
    except ClientError as error:
        answer = {"class": type(error).__name__, **error.response}
    except ParamValidationError as error:
        return str(error)
    metadata = answer.pop("ResponseMetadata")
    return answer, metadata["HTTPStatusCode"]


@cache
def client_of(is_short: bool) -> Any:
    made = boto3.client("dynamodb", region_name=REGION)
    return without_http(made) if is_short else made


def after(call: Call, is_short: bool) -> tuple[Any, Any]:
    """What the call answers on a table with one row, and the table's rows behind it."""
    with mock_aws():
        client = client_of(is_short)
        create_table(client, "events", "itemKey")
        client.put_item(**TABLE, Item=ITEM)
        return outcome(client, call), client.scan(**TABLE)["Items"]


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_both_ways_answer_alike_and_leave_the_same_rows(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    assert after(call, is_short=True) == after(call, is_short=False)


def test_who_changes_an_answer_does_not_change_the_table() -> None:
    with mock_aws():
        client = client_of(is_short=True)
        create_table(client, "events", "itemKey")
        client.put_item(**TABLE, Item=ITEM)
        client.get_item(**TABLE, Key=KEY)["Item"]["deep"]["M"]["list"]["L"].clear()

        assert client.get_item(**TABLE, Key=KEY)["Item"] == ITEM

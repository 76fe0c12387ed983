"""What an ARN names, in words."""

from __future__ import annotations

import pytest

from review.permissions.arns import in_words, is_wide

HERE = "us-east-1:000000000000"
WORDS: dict[str, tuple[str, bool]] = {
    "*": ("anything", True),
    "no-arn": ("`no-arn`", False),
    f"arn:aws:dynamodb:{HERE}:table/{{orders}}": ("table `orders`", False),
    f"arn:aws:dynamodb:{HERE}:table/*": ("every table", True),
    f"arn:aws:dynamodb:{HERE}:table/shop-*": ("table `shop-*`", True),
    f"arn:aws:dynamodb:{HERE}:table/orders/index/*": ("every index of table `orders`", False),
    f"arn:aws:dynamodb:{HERE}:table/orders/index/by-user": (
        "index `by-user` of table `orders`", False),
    f"arn:aws:dynamodb:{HERE}:table/{{orders}}/stream/2030-01-01T00:00:00.000": (
        "stream of table `orders`", False),
    f"arn:aws:dynamodb:{HERE}:table/orders/*": ("`*` of table `orders`", False),
    f"arn:aws:dynamodb:{HERE}:global-table": (
        f"`arn:aws:dynamodb:{HERE}:global-table`", False),
    f"arn:aws:lambda:{HERE}:function:{{pay}}": ("function `pay`", False),
    f"arn:aws:lambda:{HERE}:function:pay:*": ("all versions of function `pay`", False),
    f"arn:aws:lambda:{HERE}:layer:deps:3": ("version `3` of layer `deps`", False),
    f"arn:aws:lambda:{HERE}:code-signing-config:x": (
        f"`arn:aws:lambda:{HERE}:code-signing-config:x`", False),
    f"arn:aws:logs:{HERE}:log-group:{{pay-logs}}:*": ("log group `pay-logs`", False),
    f"arn:aws:logs:{HERE}:log-group:pay:log-stream:a": ("stream `a` of log group `pay`", False),
    f"arn:aws:logs:{HERE}:destination:x": (f"`arn:aws:logs:{HERE}:destination:x`", False),
    f"arn:aws:events:{HERE}:event-bus/{{bus}}": ("event bus `bus`", False),
    f"arn:aws:events:{HERE}:rule/{{bus}}/{{new-orders}}": ("rule `new-orders`", False),
    f"arn:aws:events:{HERE}:archive/x": (f"`arn:aws:events:{HERE}:archive/x`", False),
    f"arn:aws:states:{HERE}:stateMachine:{{sale}}": ("state machine `sale`", False),
    f"arn:aws:states:{HERE}:stateMachine:*": ("every state machine", True),
    f"arn:aws:states:{HERE}:execution:{{sale}}:*": ("executions of state machine `sale`", False),
    f"arn:aws:states:{HERE}:activity:x": (f"`arn:aws:states:{HERE}:activity:x`", False),
    f"arn:aws:execute-api:{HERE}:{{api}}": ("API `api`", False),
    f"arn:aws:execute-api:{HERE}:*/live/POST/pay": ("route `POST /pay` of every API", True),
    f"arn:aws:execute-api:{HERE}:{{api}}/*/*": ("every route of API `api`", False),
    f"arn:aws:execute-api:{HERE}:{{api}}/*/$connect": ("route `$connect` of API `api`", False),
    f"arn:aws:execute-api:{HERE}:{{api}}/live/POST/@connections/*": (
        "connections of API `api` (`POST`)", False),
    f"arn:aws:execute-api:{HERE}:{{api}}/authorizers/{{door}}": (
        "authorizer `door` of API `api`", False),
    "arn:aws:iam::000000000000:role/path/{ops}": ("role `ops`", False),
    "arn:aws:iam::000000000000:root": ("`arn:aws:iam::000000000000:root`", False),
    "arn:aws:s3:::photos": ("bucket `photos`", False),
    "arn:aws:s3:::photos/*": ("all in bucket `photos`", False),
    f"arn:aws:kms:{HERE}:key/abc": ("key `abc`", False),
    f"arn:aws:sns:{HERE}:alarms": ("topic `alarms`", False),
    f"arn:aws:sqs:{HERE}:{{jobs}}": ("queue `jobs`", False),
    "arn:aws:sqs:*:*:jobs": ("queue `jobs` of every account in every Region", True),
    "https://sqs.us-east-1.amazonaws.com/000000000000/{jobs}": ("queue `jobs`", False),
    f"arn:aws:braket:{HERE}:job/x": (f"`arn:aws:braket:{HERE}:job/x`", False),
    f"arn:aws:braket:{HERE}:job/*": (f"`arn:aws:braket:{HERE}:job/*`", True),
}  # fmt: skip


@pytest.mark.parametrize("arn", WORDS)
def test_an_arn_has_words_and_is_wide_or_not(arn: str) -> None:
    assert (in_words(arn), is_wide(arn)) == WORDS[arn]


def test_a_name_that_would_be_markdown_does_nothing() -> None:
    assert in_words(f"arn:aws:sqs:{HERE}:<b>|x") == "queue <code>&#60;b&#62;&#124;x</code>"

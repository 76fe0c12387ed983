"""A small program with permissions: a function with its role, a table, a queue."""

from __future__ import annotations

import json
from typing import Any

from review.side import Side
from tests.support.sides import resource, side_of

ROLE, POLICY = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
FUNCTION, TABLE, QUEUE = (
    "aws:lambda/function:Function",
    "aws:dynamodb/table:Table",
    "aws:sqs/queue:Queue",
)
QUEUE_POLICY, PERMISSION = "aws:sqs/queuePolicy:QueuePolicy", "aws:lambda/permission:Permission"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ORDERS = "arn:aws:dynamodb:us-east-1:000000000000:table/{orders}"
JOBS = "arn:aws:sqs:us-east-1:000000000000:{jobs}"
RULE = "arn:aws:events:us-east-1:000000000000:rule/{bus}/{new-orders}"
TLS_ONLY = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": JOBS,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}  # fmt: skip


def document(*statements: Any) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})


def allow(actions: Any, resources: Any = ORDERS, **more: Any) -> dict[str, Any]:
    """A statement."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "lambda.amazonaws.com"}}  # fmt: skip
PARTS = (
    resource(ROLE, "pay-role", assumeRolePolicy=document(TRUST)),
    resource(FUNCTION, "pay", role="arn:aws:iam::000000000000:role/{pay-role}",
             loggingConfig={"logGroup": "{pay-logs}"}),
    resource(TABLE, "orders"),
    resource(QUEUE, "jobs"),
)  # fmt: skip
SHOP = side_of(*PARTS)


def shop(*more: Any) -> Side:
    """The program with more resources."""
    return side_of(*PARTS, *more)


def paying(*statements: Any) -> Side:
    """The program whose function has these statements."""
    return shop(resource(POLICY, "pay-policy", role="{pay-role}", policy=document(*statements)))


def guarded(*statements: Any) -> Side:
    """The program whose queue has these statements."""
    url = "https://sqs.us-east-1.amazonaws.com/000000000000/{jobs}"
    return shop(resource(QUEUE_POLICY, "jobs-policy", queueUrl=url, policy=document(*statements)))

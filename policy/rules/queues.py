"""Queues: encrypted where they lie and on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .documents import Statement, as_list, principals, statements
from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import is_on

FALSE = ["false"]


def _not_encrypted(queue: Resource, _: Registered) -> Iterator[str]:
    inputs = queue.inputs
    if not is_on(inputs.get("sqsManagedSseEnabled", True)) and not inputs.get("kmsMasterKeyId"):
        yield "its messages are stored in clear"


def _without_tls(queue: Resource, registered: Registered) -> Iterator[str]:
    policies = registered.policies_of_queue(queue)
    if not any(_refuses_clear_text(one) for policy in policies for one in statements(policy)):
        yield "it takes and gives messages without TLS, too"


def _refuses_clear_text(statement: Statement) -> bool:
    return (
        statement.get("Effect") == "Deny"
        and "*" in principals(statement, "AWS")
        and any(str(one).lower() in ("*", "sqs:*") for one in as_list(statement.get("Action")))
        and _where_clear(statement.get("Condition"))
    )


def _where_clear(condition: Any) -> bool:
    """Whether the condition holds of every request without TLS."""
    operators = condition if isinstance(condition, Mapping) else {}
    return any(
        str(key).lower() == "aws:securetransport" and [str(one).lower() for one in values] == FALSE
        for operator in ("Bool", "BoolIfExists")
        for key, value in (operators.get(operator) or {}).items()
        for values in [as_list(value)]
    )


RULES = (
    Rule(
        id="queue-encrypted",
        severity=Severity.MANDATORY,
        holds="A queue encrypts its messages. It does when nothing is set.",
        remedy="leave out sqs_managed_sse_enabled, or name a key by kms_master_key_id",
        kinds=("Queue",),
        check=_not_encrypted,
        source="SQS developer guide, Encryption at rest; AWS Security Hub, SQS.1",
    ),
    Rule(
        id="queue-tls-only",
        severity=Severity.MANDATORY,
        holds="In production a queue's policy refuses requests without TLS.",
        remedy="deny sqs:* to everybody where aws:SecureTransport is false, in its policy",
        kinds=("Queue",),
        check=_without_tls,
        source="SQS developer guide, Security best practices: encryption in transit",
        alone=False,
        production=True,
    ),
)

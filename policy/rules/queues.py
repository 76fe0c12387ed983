"""Queues: encrypted where they lie and on the way."""

from __future__ import annotations

from collections.abc import Iterator

from .documents import Statement, as_list, statements
from .registered import Registered
from .rule import Resource, Rule, Severity


def _not_encrypted(queue: Resource, _: Registered) -> Iterator[str]:
    inputs = queue.inputs
    if not inputs.get("sqsManagedSseEnabled", True) and not inputs.get("kmsMasterKeyId"):
        yield "its messages are stored in clear"


def _without_tls(queue: Resource, registered: Registered) -> Iterator[str]:
    policies = [queue.inputs.get("policy")]
    for policy in registered.of_type("QueuePolicy"):
        if policy.inputs.get("queueUrl") == queue.outputs["url"]:
            policies.append(policy.inputs.get("policy"))
    if not any(_refuses_clear_text(one) for policy in policies for one in statements(policy)):
        yield "it takes and gives messages without TLS, too"


def _refuses_clear_text(statement: Statement) -> bool:
    condition = (statement.get("Condition") or {}).get("Bool") or {}
    return (
        statement.get("Effect") == "Deny"
        and statement.get("Principal") in ("*", {"AWS": "*"})
        and bool({"*", "sqs:*"} & set(as_list(statement.get("Action"))))
        and any(
            str(key).lower() == "aws:securetransport" and str(value).lower() == "false"
            for key, value in condition.items()
        )
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

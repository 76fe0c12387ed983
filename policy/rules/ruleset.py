"""All rules, in the order in which docs/policies.md lists them."""

from __future__ import annotations

from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity


def _not_encrypted(queue: Resource, _: Registered) -> Iterator[str]:
    if not queue.inputs.get("sqsManagedSseEnabled", True) and not queue.inputs.get(
        "kmsMasterKeyId"
    ):
        yield "its messages are stored in clear"


RULES: tuple[Rule, ...] = (
    Rule(
        id="queue-encrypted",
        severity=Severity.MANDATORY,
        holds="A queue encrypts its messages.",
        remedy="leave out sqs_managed_sse_enabled, or name a key by kms_master_key_id",
        kinds=("Queue",),
        check=_not_encrypted,
        source="SQS developer guide, Encryption at rest",
    ),
)

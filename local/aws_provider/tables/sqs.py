"""SQS: queues and their policies."""

from __future__ import annotations

from local.aws_provider.rules import V5_14, V6, ResourceRules

RULES = (
    ResourceRules(
        "aws:sqs/queue:Queue",
        "sqs/queue.go",
        V6,
        replacing=frozenset({"fifoQueue", "name", "namePrefix"}),
        keeps_data=True,
    ),
    ResourceRules(
        "aws:sqs/queuePolicy:QueuePolicy",
        "sqs/queue_policy.go",
        V5_14,
        replacing=frozenset({"queueUrl"}),
    ),
)

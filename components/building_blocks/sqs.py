"""SQS queues: encrypted, by TLS only, messages kept for 14 days."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam
from components.building_blocks.account import account_id

RETENTION_SECONDS = 1_209_600
"""14 days: SQS's maximum, and as long as an execution can be redriven."""
MAX_RECEIVES = 5


def dead_letter_queue(name: str, *, parent: pulumi.Resource) -> aws.sqs.Queue:
    """A queue for messages that no consumer could handle."""
    return aws.sqs.Queue(
        name,
        message_retention_seconds=RETENTION_SECONDS,
        sqs_managed_sse_enabled=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def work_queue(
    name: str,
    dead_letters: aws.sqs.Queue,
    *,
    consumer_timeout_seconds: int,
    max_receives: int = MAX_RECEIVES,
    parent: pulumi.Resource,
) -> aws.sqs.Queue:
    """A queue that a function consumes. After ``max_receives`` failures SQS moves a message to
    ``dead_letters``.

    The visibility time-out is six times the function's time-out, as Lambda's guide asks for.
    """
    return aws.sqs.Queue(
        name,
        message_retention_seconds=RETENTION_SECONDS,
        visibility_timeout_seconds=6 * consumer_timeout_seconds,
        redrive_policy=pulumi.Output.json_dumps(
            {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": max_receives}
        ),
        sqs_managed_sse_enabled=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def queue_policy(
    queue_name: str,
    queue: aws.sqs.Queue,
    *,
    rules: Sequence[aws.cloudwatch.EventRule] = (),
    parent: pulumi.Resource,
) -> aws.sqs.QueuePolicy:
    """Who may use the queue besides the account: exactly these EventBridge rules, and by TLS only.

    A queue has one policy: a second one would replace it. ``queue_name`` is the queue's name in
    Pulumi.
    """
    account = account_id(parent)
    return aws.sqs.QueuePolicy(
        f"{queue_name}-policy",
        queue_url=queue.url,
        policy=pulumi.Output.json_dumps(
            iam.document(
                *(iam.send_from_rule(queue.arn, rule.arn, account) for rule in rules),
                iam.refuse_plain_http(queue.arn),
            )
        ),
        opts=pulumi.ResourceOptions(parent=parent),
    )

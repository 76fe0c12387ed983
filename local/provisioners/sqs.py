"""SQS queues and who may send to them."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates

ATTRIBUTES = {
    "visibilityTimeoutSeconds": "VisibilityTimeout",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
}


@creates("aws:sqs/queue:Queue")
def queue(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    name = inputs.physical_name()
    taken = {aws: inputs.take(key) for key, aws in ATTRIBUTES.items()}
    attributes = {aws: _text(value) for aws, value in taken.items() if value is not None}
    sqs = clients.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return url, {"arn": arn["QueueArn"], "url": url, "name": name}


@creates("aws:sqs/queuePolicy:QueuePolicy")
def queue_policy(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    url = inputs.take("queueUrl")
    clients.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": inputs.take("policy")}
    )
    return url, {}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

"""SQS queues and who may send to them."""

from __future__ import annotations

import json

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates

ATTRIBUTES = {
    "visibilityTimeoutSeconds": "VisibilityTimeout",
    "messageRetentionSeconds": "MessageRetentionPeriod",
    "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
    "redrivePolicy": "RedrivePolicy",
    "sqsManagedSseEnabled": "SqsManagedSseEnabled",
}


@creates("aws:sqs/queue:Queue")
def queue(clients: Clients, inputs: Inputs) -> Created:
    name = inputs.physical_name()
    taken = {aws: inputs.take(key) for key, aws in ATTRIBUTES.items()}
    attributes = {aws: _text(value) for aws, value in taken.items() if value is not None}
    sqs = clients.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    made = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return Created(url, {"arn": made["QueueArn"], "url": url, "name": name})


@creates("aws:sqs/queuePolicy:QueuePolicy")
def queue_policy(clients: Clients, inputs: Inputs) -> Created:
    url = inputs.take("queueUrl")
    clients.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": _over_plain_http(inputs.take("policy"))}
    )
    return Created(url)


def _over_plain_http(policy: str) -> str:
    """The policy without what refuses plain HTTP: the emulator speaks nothing else."""
    document = json.loads(policy)
    kept = [one for one in document.get("Statement", []) if not _refuses_http(one)]
    return json.dumps(document | {"Statement": kept})


def _refuses_http(statement: dict[str, object]) -> bool:
    return statement.get("Effect") == "Deny" and statement.get("Condition") == {
        "Bool": {"aws:SecureTransport": "false"}
    }


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

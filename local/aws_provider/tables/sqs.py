"""SQS: queues and their policies."""

from __future__ import annotations

from local.aws_provider.checks import Between, Matches
from local.aws_provider.combinations import Excludes, Forbidden
from local.aws_provider.formats import Json
from local.aws_provider.paths import words
from local.aws_provider.rules import V5_14, V6, ResourceRules

RULES = (
    ResourceRules(
        "aws:sqs/queue:Queue",
        "sqs/queue.go",
        V6,
        replacing=words("fifoQueue name namePrefix"),
        keeps_data=True,
        checks=(
            Matches(
                "name",
                r"[0-9A-Za-z_-]{1,80}|[0-9A-Za-z_-]{1,75}\.fifo",
                "1 to 80 letters, digits, - and _",
            ),
            Excludes("name", ("namePrefix",)),
            Excludes("sqsManagedSseEnabled", ("kmsMasterKeyId",)),
            Forbidden("contentBasedDeduplication", "fifoQueue", when=False, unset_means=False),
            Between("delaySeconds", 0, 900),
            Between("kmsDataKeyReusePeriodSeconds", 60, 86_400),
            Between("maxMessageSize", 1024, 1_048_576),
            Between("messageRetentionSeconds", 60, 1_209_600),
            Between("visibilityTimeoutSeconds", 0, 43_200),
            Json("policy"),
            Json("redriveAllowPolicy"),
            Json("redrivePolicy"),
        ),
        json_texts=words("redriveAllowPolicy redrivePolicy"),
        policies=words("policy"),
        defaults={
            "maxMessageSize": 262_144,
            "messageRetentionSeconds": 345_600,
            "visibilityTimeoutSeconds": 30,
        },
    ),
    ResourceRules(
        "aws:sqs/queuePolicy:QueuePolicy",
        "sqs/queue_policy.go",
        V5_14,
        replacing=words("queueUrl"),
        checks=(Json("policy"),),
        policies=words("policy"),
        autonamed="",
    ),
)

"""DynamoDB: tables."""

from __future__ import annotations

from local.aws_provider.checks import Between, OneOf
from local.aws_provider.combinations import EveryKey, Forbidden, Needed
from local.aws_provider.paths import words
from local.aws_provider.rules import V6, ResourceRules

VIEWS = ("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY", "")

RULES = (
    ResourceRules(
        "aws:dynamodb/table:Table",
        "dynamodb/table.go",
        V6,
        replacing=words(
            "hashKey importTable.s3BucketSource localSecondaryIndexes name rangeKey "
            "restoreDateTime restoreSourceName restoreSourceTableArn restoreToLatestTime"
        ),
        keeps_data=True,
        checks=(
            OneOf("attributes[].type", ("S", "N", "B")),
            EveryKey("attributes"),
            OneOf("billingMode", ("PROVISIONED", "PAY_PER_REQUEST")),
            OneOf("tableClass", ("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
            Forbidden("readCapacity", "billingMode", "PAY_PER_REQUEST"),
            Forbidden("writeCapacity", "billingMode", "PAY_PER_REQUEST"),
            Between("pointInTimeRecovery.recoveryPeriodInDays", 1, 35),
            OneOf("streamViewType", VIEWS),
            Needed("streamViewType", "streamEnabled", when=True),
            Forbidden("streamViewType", "streamEnabled", when=False, unset_means=False),
            Needed("ttl.attributeName", "ttl.enabled", when=True),
        ),
        unordered=words("attributes globalSecondaryIndexes localSecondaryIndexes replicas"),
        defaults={"billingMode": "PROVISIONED", "tableClass": "STANDARD"},
    ),
)

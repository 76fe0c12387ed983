"""DynamoDB: tables."""

from __future__ import annotations

from local.aws_provider.rules import V6, ResourceRules

RULES = (
    ResourceRules(
        "aws:dynamodb/table:Table",
        "dynamodb/table.go",
        V6,
        replacing=frozenset(
            {
                "hashKey", "importTable.s3BucketSource", "localSecondaryIndexes", "name",
                "rangeKey", "restoreDateTime", "restoreSourceName", "restoreSourceTableArn",
                "restoreToLatestTime",
            }
        ),
        keeps_data=True,
    ),
)  # fmt: skip

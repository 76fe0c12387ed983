"""Lambda: functions, layers, permissions, event source mappings."""

from __future__ import annotations

from local.aws_provider.checks import AtMost, Between, Length, Matches, OneOf
from local.aws_provider.combinations import Excludes, Needed, OneOfThese
from local.aws_provider.formats import Arn
from local.aws_provider.paths import words
from local.aws_provider.rules import ALL, V5, V6, ResourceRules
from local.aws_provider.tables.runtimes import RUNTIMES

NAME = (
    r"(arn:[\w-]+:lambda:)?([a-z]{2}(-[a-z]+){1,3}-\d:)?(\d{12}:)?(function:)?[a-zA-Z0-9_-]+"
    r"(:(\$LATEST|[a-zA-Z0-9_-]+))?"
)
NAME_WORDS = "a function's name or ARN"
ARCHITECTURES = ("x86_64", "arm64")
LOG_GROUP = r"[.\-_/#A-Za-z0-9]+"

RULES = (
    ResourceRules(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "lambda/event_source_mapping.go",
        V5,
        replacing=words(
            "amazonManagedKafkaEventSourceConfig eventSourceArn queues selfManagedEventSource "
            "selfManagedKafkaEventSourceConfig startingPosition startingPositionTimestamp topics"
        ),
        checks=(
            OneOfThese("eventSourceArn", ("selfManagedEventSource",)),
            Arn("destinationConfig.onFailure.destinationArn"),
            AtMost("filterCriteria.filters", 10),
            Length("filterCriteria.filters[].pattern", 0, 4096),
            OneOf("functionResponseTypes[]", ("ReportBatchItemFailures",)),
            Between("maximumRecordAgeInSeconds", 60, 604_800, others=(-1,)),
            Between("maximumRetryAttempts", -1, 10_000),
            Between("parallelizationFactor", 1, 10),
            Between("scalingConfig.maximumConcurrency", 2),
            OneOf("startingPosition", ("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP")),
            Between("tumblingWindowInSeconds", 0, 900),
        ),
        unordered=words("filterCriteria.filters functionResponseTypes topics"),
        defaults={"enabled": True},
        autonamed="",
    ),
    ResourceRules(
        "aws:lambda/function:Function",
        "lambda/function.go",
        V5,
        replacing=words("name packageType"),
        checks=(
            Length("name", 1, 140),
            Matches("name", NAME, NAME_WORDS),
            OneOfThese("code", ("imageUri", "s3Bucket")),
            Needed("s3Key", "s3Bucket"),
            Needed("handler", "packageType", when="Zip", unset_means="Zip"),
            Needed("runtime", "packageType", when="Zip", unset_means="Zip"),
            Length("handler", 1, 128),
            OneOf("runtime", RUNTIMES),
            AtMost("architectures", 1),
            OneOf("architectures[]", ARCHITECTURES),
            OneOf("packageType", ("Zip", "Image")),
            Arn("role"),
            Arn("deadLetterConfig.targetArn"),
            AtMost("layers", 5),
            Arn("layers[]"),
            Between("ephemeralStorage.size", 512, 10_240),
            Between("memorySize", 128, 10_240),
            Between("timeout", 1, 900),
            Between("reservedConcurrentExecutions", -1),
            OneOf("loggingConfig.logFormat", ("JSON", "Text")),
            OneOf(
                "loggingConfig.applicationLogLevel",
                ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", ""),
            ),
            OneOf("loggingConfig.systemLogLevel", ("DEBUG", "INFO", "WARN", "")),
            Length("loggingConfig.logGroup", 1, 512),
            Matches("loggingConfig.logGroup", LOG_GROUP, "letters, digits, and . - _ / #"),
            OneOf("tracingConfig.mode", ("Active", "PassThrough")),
        ),
        defaults={
            "memorySize": 128,
            "packageType": "Zip",
            "reservedConcurrentExecutions": -1,
            "timeout": 3,
        },
        autoname_most=64,
    ),
    ResourceRules(
        "aws:lambda/layerVersion:LayerVersion",
        "lambda/layer_version.go",
        V6,
        replacing=ALL,
        checks=(
            AtMost("compatibleArchitectures", 2),
            OneOf("compatibleArchitectures[]", ARCHITECTURES),
            AtMost("compatibleRuntimes", 15),
            OneOf("compatibleRuntimes[]", RUNTIMES),
            Length("licenseInfo", 0, 512),
            Excludes("code", ("s3Bucket", "s3Key", "s3ObjectVersion")),
        ),
        unordered=words("compatibleArchitectures compatibleRuntimes"),
        autonamed="",
    ),
    ResourceRules(
        "aws:lambda/permission:Permission",
        "lambda/permission.go",
        V6,
        replacing=ALL,
        checks=(
            Matches(
                "action", r"lambda:(\*|[a-zA-Z]+)|\*", "an action such as lambda:InvokeFunction"
            ),
            Length("function", 1, 140),
            Matches("function", NAME, NAME_WORDS),
            Matches("sourceAccount", r"\d{12}", "12 digits"),
            Arn("sourceArn"),
            Length("statementId", 1, 100),
            Matches("statementId", r"[a-zA-Z0-9_-]+", "letters, digits, - and _"),
            Excludes("statementId", ("statementIdPrefix",)),
        ),
        autonamed="statementId",
        autoname_most=100,
    ),
)

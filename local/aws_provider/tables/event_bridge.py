"""EventBridge: buses, rules, targets."""

from __future__ import annotations

from local.aws_provider.checks import Between, Length, Matches, OneOf
from local.aws_provider.combinations import Excludes, OneOfThese
from local.aws_provider.formats import Arn, Json
from local.aws_provider.paths import words
from local.aws_provider.rules import V5, V5_14, V6, ResourceRules

NAME = r"[.\-_A-Za-z0-9]+"
NAME_WORDS = "letters, digits, and . - _"
STATES = ("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")

RULES = (
    ResourceRules(
        "aws:cloudwatch/eventBus:EventBus",
        "events/bus.go",
        V6,
        replacing=words("eventSourceName name"),
        checks=(
            Length("name", 1, 256),
            Matches("name", r"(?!default\Z).*", "another name than default"),
            Length("description", 0, 512),
            Length("kmsKeyIdentifier", 1, 2048),
            Arn("deadLetterConfig.arn"),
        ),
    ),
    ResourceRules(
        "aws:cloudwatch/eventRule:EventRule",
        "events/rule.go",
        V5,
        replacing=words("eventBusName name namePrefix"),
        checks=(
            Length("name", 1, 64),
            Matches("name", NAME, NAME_WORDS),
            Excludes("name", ("namePrefix",)),
            Length("description", 0, 512),
            Length("eventBusName", 1, 1600),
            Json("eventPattern", most=4096),
            Length("scheduleExpression", 0, 256),
            OneOfThese("eventPattern", ("scheduleExpression",), several=True),
            OneOf("state", STATES),
            Excludes("isEnabled", ("state",)),
            Arn("roleArn"),
        ),
        defaults={"eventBusName": "default", "isEnabled": True},
        autoname_most=64,
    ),
    ResourceRules(
        "aws:cloudwatch/eventTarget:EventTarget",
        "events/target.go",
        V5_14,
        replacing=words("eventBusName rule targetId"),
        checks=(
            Length("targetId", 1, 64),
            Matches("targetId", NAME, NAME_WORDS),
            Length("rule", 1, 64),
            Matches("rule", NAME, NAME_WORDS),
            Arn("arn"),
            Arn("roleArn"),
            Arn("deadLetterConfig.arn"),
            Json("input", most=8192),
            Length("inputPath", 0, 256),
            Excludes("input", ("inputPath", "inputTransformer")),
            Excludes("inputPath", ("inputTransformer",)),
            Between("retryPolicy.maximumEventAgeInSeconds", 0, 86_400),
            Between("retryPolicy.maximumRetryAttempts", 0, 185),
        ),
        defaults={"eventBusName": "default"},
        autonamed="targetId",
    ),
)

"""Fields that several components take: one group for each concern, each field declared once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components.building_blocks.addresses import HTTPS_ADDRESS, check_origin, check_topic
from components.building_blocks.args_errors import Place
from components.building_blocks.args_fields import is_plain
from components.building_blocks.field_kinds import flag, listing, one_of, text, whole_number
from contract.metrics import METRICS_NAMESPACE

# What CloudWatch Logs accepts as retentionInDays.
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                  2557, 2922, 3288, 3653)  # fmt: skip
MAX_ALARM_TOPICS = 5
"""CloudWatch takes no more actions for an alarm."""
MAX_ORIGINS_CHARACTERS = 2800
"""All allowed origins together. They stand in functions' environments of 4,096 bytes, beside names
of tables, addresses and the identity provider."""
_METRICS_NAMESPACE = re.compile(r"(?!AWS/)[A-Za-z0-9._/#-]{1,255}")
_TEXTS = "pulumi.Input[Sequence[pulumi.Input[str]]]"

Texts = pulumi.Input[Sequence[pulumi.Input[str]]]


def _check_origins(place: Place, origins: Sequence[Any]) -> None:
    size = sum(len(str(origin)) + 1 for origin in origins if is_plain(origin))
    if size > MAX_ORIGINS_CHARACTERS:
        raise place.error(
            f"holds {len(origins)} origins with {size} characters together, at most "
            f"{MAX_ORIGINS_CHARACTERS} fit into a function's environment; give each group of "
            "shops a stage of its own, or serve them at fewer origins"
        )


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    """How long logs are kept."""

    log_retention_days: pulumi.Input[int] = one_of(
        "Days that CloudWatch keeps the logs.",
        RETENTION_DAYS,
        default=14,
        args_type="pulumi.Input[int]",
    )


@dataclass(frozen=True, kw_only=True)
class LayerSettings:
    """Where functions take their dependencies from."""

    layer_arn: pulumi.Input[str] | None = text(
        "Layer with the functions' dependencies. The component builds its own when omitted."
    )


@dataclass(frozen=True, kw_only=True)
class TracingSettings:
    """Whether invocations are traced."""

    xray_tracing: bool = flag(
        "Send traces of functions and state machines to AWS X-Ray. A trace begins at the function "
        "or the state machine: API Gateway's HTTP and WebSocket APIs do not take part in X-Ray.",
        default=False,
    )


@dataclass(frozen=True, kw_only=True)
class OwnFunctionSettings(LogSettings, LayerSettings, TracingSettings):
    """What every function of a component is given, whoever invokes it."""

    log_level: str = one_of(
        "The functions log lines of this severity and above.",
        ("INFO", "DEBUG"),
        default="INFO",
        args_type="str",
    )
    metrics_namespace: str = text(
        "CloudWatch namespace of the functions' own metrics. Give each stage of an account "
        "its own.",
        default=METRICS_NAMESPACE,
        pattern=_METRICS_NAMESPACE,
        must="1 to 255 of the characters A-Z a-z 0-9 . - _ / # and not start with AWS/",
        args_type="str",
    )


@dataclass(frozen=True, kw_only=True)
class FunctionSettings(OwnFunctionSettings):
    """The same where browsers reach some of the functions."""

    reserved_concurrency: int = whole_number(
        "Concurrent runs that each function behind a browser's request has for itself, and no "
        "more than that: a flood on a route cannot take those of the others. 0 reserves nothing. "
        "A stage has seven such functions: four behind the WebSocket, three behind the HTTP API. "
        "AWS refuses a reservation that leaves an account less than 100 unreserved, and a new "
        "account has 10 in all.",
        low=1, high=1000, default=0, zero_is_off=True,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QueueSettings:
    """How many runs of a function a queue may cause at once."""

    push_queue_concurrency: int = whole_number(
        "Most concurrent runs of the function that pushes the bus's events. 0 sets no limit.",
        low=2, high=1000, default=0, zero_is_off=True,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AlarmSettings:
    """Who is notified of alarms."""

    alarm_topic_arns: Texts = listing(
        f"ARNs of SNS topics, {MAX_ALARM_TOPICS} at most. Alarms notify them of what could not be "
        "handled. Without a topic the alarms only show in CloudWatch.",
        f"a list of {MAX_ALARM_TOPICS} SNS topic ARNs at most (CloudWatch takes no more actions "
        "for an alarm)",
        entry=check_topic,
        most=MAX_ALARM_TOPICS,
        args_type=_TEXTS,
    )


@dataclass(frozen=True, kw_only=True)
class ProtectionSettings:
    """Whether what holds data can be deleted."""

    deletion_protection: pulumi.Input[bool] = flag(
        "Refuse to delete what holds data. Set it in production.",
        default=False,
        args_type="pulumi.Input[bool]",
    )


@dataclass(frozen=True, kw_only=True)
class DirectorySettings(ProtectionSettings):
    """Who gets into a user pool. Here, since the generated Args of ``UserDirectory`` and the
    component itself both follow from it."""

    open_sign_up: bool = flag(
        "Let anybody create an account in the stage's own user pool, with an e-mail address that "
        "they verify. By default administrators create the users.",
        default=False,
    )


@dataclass(frozen=True, kw_only=True)
class DashboardSettings(ProtectionSettings):
    """What a dashboard shows. Here for the same reason."""

    widgets: Sequence[pulumi.Input[str]] = listing(
        "Outputs `dashboard_widgets` of the components to show, in the order in which they appear.",
        "a list of the components' outputs dashboard_widgets",
        required=True,
        args_type="Sequence[pulumi.Input[str]]",
    )


@dataclass(frozen=True, kw_only=True)
class BrowserSettings:
    """Which pages may use a component's API."""

    allowed_origins: Texts = listing(
        "Exact origins, such as https://shop.example.com or capacitor://localhost, whose pages may "
        "use the API. No wildcard. The HTTP API's CORS takes http and https only: apps and "
        "browser extensions call it natively.",
        "a list of origins",
        entry=check_origin,
        whole=_check_origins,
        required=True,
        args_type=_TEXTS,
    )


MUST_BE_ISSUER = (
    "the https address of the identity provider that signs the tokens, such as "
    "https://login.example.com"
)


def https_address(meaning: str, must: str, *, required: bool = False) -> Any:
    """An https address. ``must`` says in an error what the field should hold."""
    return text(meaning, required=required, pattern=HTTPS_ADDRESS, must=must)

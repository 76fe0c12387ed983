"""Arguments of ``CheckoutSaga``, and their check before any resource exists."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from typing import Any, NotRequired, TypedDict

import pulumi

from components.building_blocks import address_validation, validation
from components.building_blocks.common_args import resolve_common_args

NAME = "CheckoutSaga"


class CheckoutSagaArgs(TypedDict):
    """Arguments of ``CheckoutSaga``."""

    push_function_arn: pulumi.Input[str]
    """Function that takes ``{"userId", "event"}``: ``RealtimeNotifier.push_function_arn``."""
    oidc_issuer: pulumi.Input[str]
    """``iss`` of the buyers' JWTs, an https address."""
    oidc_audience: pulumi.Input[str]
    """``aud`` or ``client_id`` of the buyers' JWTs."""
    allowed_origins: pulumi.Input[list[pulumi.Input[str]]]
    """Origins whose pages may call the HTTP API, exact; no wildcard."""
    event_bus_arn: NotRequired[pulumi.Input[str]]
    """Bus on which each order's end is announced to other services, as ``order.finalized`` and
    so on. Nothing is announced when omitted."""
    alarm_topic_arns: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """SNS topics that hear of orders that need a person. Default none: the alarms only show."""
    throttling_rate_limit: NotRequired[pulumi.Input[int]]
    """Steady requests per second on each route, 1..10000. Default 500."""
    throttling_burst_limit: NotRequired[pulumi.Input[int]]
    """Burst of requests on each route, 1..5000. Default 1000."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days CloudWatch keeps the logs, one of its allowed values. Default 14."""
    metrics_namespace: NotRequired[str]
    """CloudWatch namespace of the functions' own metrics. Default ``RealtimeCheckout``; give each
    stage of an account its own."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete the tables of orders, products and payments. Default false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies; the component builds its own when omitted."""


def resolve_args(args: CheckoutSagaArgs) -> dict[str, Any]:
    """The args with defaults filled in; ``ValueError`` names the field, range and value."""
    settings = validation.reject_unknown_fields(NAME, args, tuple(CheckoutSagaArgs.__annotations__))
    validation.require(
        NAME, settings, ["push_function_arn", "oidc_issuer", "oidc_audience", "allowed_origins"]
    )
    address_validation.origins(NAME, settings["allowed_origins"])
    address_validation.https_address(NAME, settings, "oidc_issuer")
    for field, default, high in (
        ("throttling_rate_limit", 500, 10_000),
        ("throttling_burst_limit", 1000, 5000),
    ):
        settings[field] = validation.whole_number(
            NAME, settings, field, default=default, low=1, high=high
        )
    return settings | resolve_common_args(NAME, settings)

"""Arguments of ``RealtimeNotifier``, and their check before any resource exists."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from typing import Any, NotRequired, TypedDict

import pulumi

from components.building_blocks import address_validation, validation
from components.building_blocks.common_args import resolve_common_args

NAME = "RealtimeNotifier"


class RealtimeNotifierArgs(TypedDict):
    """Arguments of ``RealtimeNotifier``."""

    allowed_origins: pulumi.Input[list[pulumi.Input[str]]]
    """Origins whose pages may connect, exact (``https://shop.example.com``); no wildcard."""
    oidc_issuer: NotRequired[pulumi.Input[str]]
    """``iss`` of the JWTs, an https address. Required unless ``authorizer`` is given."""
    oidc_audience: NotRequired[pulumi.Input[str]]
    """``aud`` or ``client_id`` of the JWTs. Required unless ``authorizer`` is given."""
    oidc_jwks_url: NotRequired[pulumi.Input[str]]
    """Where the issuer publishes its keys; ``<oidc_issuer>/.well-known/jwks.json`` if omitted
    or empty."""
    authorizer: NotRequired[pulumi.Input[str]]
    """``"AWS_IAM"``, or the ARN of your own REQUEST authorizer function, whose context must hold
    ``userId`` and may hold ``tokenExpiresAt`` (Unix seconds). When omitted the component verifies
    JWTs and the Origin itself."""
    max_connections_per_user: NotRequired[pulumi.Input[int]]
    """Tabs and devices of one user at once, 1..100; one more closes the oldest. Default 20."""
    replay_window_hours: NotRequired[pulumi.Input[int]]
    """How long events can be resumed, 1..168 hours. Default 24."""
    event_bus_arn: NotRequired[pulumi.Input[str]]
    """Bus whose ``realtime.push`` events are pushed; the component makes one when omitted."""
    throttling_rate_limit: NotRequired[pulumi.Input[int]]
    """Steady requests per second on each route, 1..10000. Default 1000."""
    throttling_burst_limit: NotRequired[pulumi.Input[int]]
    """Burst of requests on each route, 1..5000. Default 2000."""
    expected_peak_connections: NotRequired[int]
    """Connections open at once at the peak; feeds ``quota_notes``. Not checked when omitted."""
    expected_connects_per_second: NotRequired[int]
    """New connections per second at the peak; feeds ``quota_notes``. Not checked when omitted."""
    manage_api_gateway_account: NotRequired[bool]
    """Set the account's CloudWatch role for API Gateway, of which there is one per account and
    Region. Default true; false where another stack already owns it."""
    alarm_topic_arns: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """SNS topics, 5 at most, that hear of events that could not be pushed. Default none."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days CloudWatch keeps the logs, one of its allowed values. Default 14."""
    metrics_namespace: NotRequired[str]
    """CloudWatch namespace of the functions' own metrics. Default ``RealtimeCheckout``; give each
    stage of an account its own."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete the replay log. Default false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies; the component builds its own when omitted."""


def resolve_args(args: RealtimeNotifierArgs) -> dict[str, Any]:
    """The args with defaults filled in; ``ValueError`` names the field, range and value."""
    settings = validation.reject_unknown_fields(
        NAME, args, tuple(RealtimeNotifierArgs.__annotations__)
    )
    validation.require(NAME, settings, ["allowed_origins"])
    address_validation.origins(NAME, settings["allowed_origins"])
    if "authorizer" in settings:
        address_validation.authorizer(NAME, settings["authorizer"])
    else:
        validation.require(NAME, settings, ["oidc_issuer", "oidc_audience"])
        address_validation.https_address(NAME, settings, "oidc_issuer")
        address_validation.https_address(NAME, settings, "oidc_jwks_url")
    for field, default, low, high in (
        ("max_connections_per_user", 20, 1, 100),
        ("replay_window_hours", 24, 1, 168),
        ("throttling_rate_limit", 1000, 1, 10_000),
        ("throttling_burst_limit", 2000, 1, 5000),
    ):
        settings[field] = validation.whole_number(
            NAME, settings, field, default=default, low=low, high=high
        )
    for field in ("expected_peak_connections", "expected_connects_per_second"):
        if field in settings:
            settings[field] = validation.whole_number(
                NAME, settings, field, default=0, low=1, high=100_000_000
            )
    settings["manage_api_gateway_account"] = validation.flag(
        NAME, settings, "manage_api_gateway_account", default=True
    )
    return settings | resolve_common_args(NAME, settings)

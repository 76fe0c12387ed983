"""The API stage of a WebSocket API: throttled, with an access log that has no header or query."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.building_blocks.access_logs import WEB_SOCKET_FIELDS, access_log
from components.building_blocks.api_gateway_account import (
    api_gateway_logging,
    api_gateway_logging_elsewhere,
)
from components.realtime_notifier.args import NotifierSettings
from contract.frames import RESUME

API_STAGE = "live"
COSTLY_ROUTES = ("$connect", RESUME)
MOST_RATE = 10_000
"""The account's default rate for all APIs together."""
MOST_BURST = 5000
"""Burst of the whole account; API Gateway takes no more for a route."""


def web_socket_stage(
    name: str,
    api: aws.apigatewayv2.Api,
    routes: Sequence[pulumi.Resource],
    settings: NotifierSettings,
    *,
    parent: pulumi.Resource,
) -> aws.apigatewayv2.Stage:
    """The stage ``live`` with its access log. It comes after ``routes``, and follows their changes.

    docs/adr/0012-api-gateway-deploys.md says why there is no deployment of ours.
    """
    waits_for = [*routes]
    if settings.manage_api_gateway_account:
        waits_for.append(api_gateway_logging(name, parent=parent))
    else:
        api_gateway_logging_elsewhere(name, parent=parent)
    return aws.apigatewayv2.Stage(
        f"{name}-api-stage",
        api_id=api.id,
        name=API_STAGE,
        auto_deploy=True,
        access_log_settings=access_log(
            name, WEB_SOCKET_FIELDS, settings.log_retention_days, parent=parent
        ),
        default_route_settings={
            "throttling_rate_limit": settings.throttling_rate_limit,
            "throttling_burst_limit": settings.throttling_burst_limit,
            "detailed_metrics_enabled": True,
        },
        # A route's own settings replace the default ones as a whole, the metrics too. Its route
        # must exist before the stage names it.
        route_settings=[
            *(_throttled(route, settings.connect_rate_limit) for route in COSTLY_ROUTES),
            *(_throttled(route, settings.route_rate_limit) for route in settings.routes or ()),
        ],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=waits_for),
    )


def _throttled(route: str, rate: int) -> aws.apigatewayv2.StageRouteSettingArgs:
    return aws.apigatewayv2.StageRouteSettingArgs(
        route_key=route,
        throttling_rate_limit=rate,
        throttling_burst_limit=min(MOST_BURST, 2 * rate),
        detailed_metrics_enabled=True,
    )


def throttle_warnings(settings: NotifierSettings) -> list[str]:
    """What the expected load would meet at the throttles of the costly routes."""
    proofs = -(-settings.expected_peak_connections // (60 * settings.subscription_check_minutes))
    connects = settings.expected_connects_per_second
    resumes = connects + proofs  # a page that has connected resumes at once
    if resumes <= settings.connect_rate_limit:
        return []
    return [
        f"connect_rate_limit is {settings.connect_rate_limit:,}, but at the expected peak "
        f"{connects:,} pages connect and resume a second, and {proofs:,} more prove their "
        f"subscription; set it to {resumes:,} or more ({MOST_RATE:,} at most), or "
        "subscription_check_minutes to up to 110 for fewer proofs"
    ]

"""Stages of APIs: deployed, throttled, logged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import is_on, number

VARIABLE = re.compile(r"\$context\.[\w.]+")


def _not_deployed(stage: Resource, _: Registered) -> Iterator[str]:
    automatic = is_on(stage.inputs.get("autoDeploy"))
    deployment = stage.inputs.get("deploymentId")
    if not automatic and not deployment:
        yield "it has neither auto_deploy nor a deployment, so it is empty"
    if automatic and deployment:
        yield "with auto_deploy it takes no deployment_id"


def _settings_before_route(stage: Resource, registered: Registered) -> Iterator[str]:
    keys = [one.get("routeKey") for one in stage.inputs.get("routeSettings") or []]
    if not keys:
        return
    present = {
        route.inputs.get("routeKey")
        for route in registered.of_type("Route")
        if route.inputs.get("apiId") == stage.inputs.get("apiId")
        and registered.depends_on(stage, route.urn)
    }
    for key in keys:
        if key not in present:
            yield (
                f"it has settings for route {key!r} and does not depend on it, so it may be made "
                "before the route"
            )


def _logs_without_role(stage: Resource, registered: Registered) -> Iterator[str]:
    settings = [
        stage.inputs.get("defaultRouteSettings"),
        *(stage.inputs.get("routeSettings") or []),
    ]
    levels = {(one or {}).get("loggingLevel", "OFF") for one in settings}
    if not stage.inputs.get("accessLogSettings") and levels == {"OFF"}:
        return
    api = registered.api_of(stage)
    web_socket = api is not None and api.inputs.get("protocolType") == "WEBSOCKET"
    if web_socket and not registered.of_type("Account"):
        yield (
            "logs of a WebSocket API need the account's CloudWatch role "
            "(aws.apigateway.Account); nothing here sets or reads it"
        )


def _not_throttled(stage: Resource, _: Registered) -> Iterator[str]:
    settings = stage.inputs.get("defaultRouteSettings") or {}
    for limit in ("throttlingRateLimit", "throttlingBurstLimit"):
        if not number(settings.get(limit) or 0) > 0:
            yield f"without {limit} one caller can use up what all APIs of the account share"


def _not_logged(stage: Resource, _: Registered) -> Iterator[str]:
    if not (stage.inputs.get("accessLogSettings") or {}).get("destinationArn"):
        yield "nothing records who called it and what they got"


def _not_structured(stage: Resource, _: Registered) -> Iterator[str]:
    logged = stage.inputs.get("accessLogSettings") or {}
    if logged.get("format") and not _is_object(str(logged["format"])):
        yield "its access log is no JSON, so Logs Insights finds no fields"


def _is_object(text: str) -> bool:
    """Whether the text is a JSON object, whatever its variables stand for."""
    try:
        value: Any = json.loads(VARIABLE.sub("0", text))
    except ValueError:
        return False
    return isinstance(value, Mapping)


RULES = (
    Rule(
        id="api-stage-deployed",
        severity=Severity.MANDATORY,
        holds="A stage deploys by itself or names a deployment, and does not do both.",
        remedy="set auto_deploy and leave deployment_id out, or the other way round",
        kinds=("Stage",),
        check=_not_deployed,
        source="API Gateway API reference, CreateStage",
    ),
    Rule(
        id="route-settings-after-route",
        severity=Severity.MANDATORY,
        holds="A stage depends on each route that it has settings for.",
        remedy="add the route to depends_on",
        kinds=("Stage",),
        check=_settings_before_route,
        source="API Gateway API reference, CreateStage: NotFoundException",
        alone=False,
    ),
    Rule(
        id="websocket-logs-have-role",
        severity=Severity.MANDATORY,
        holds="A program that logs a WebSocket API sets or reads the account's CloudWatch role.",
        remedy="add or read the aws.apigateway.Account",
        kinds=("Stage",),
        check=_logs_without_role,
        source="API Gateway developer guide, Logging for WebSocket APIs",
        alone=False,
    ),
    Rule(
        id="api-stage-throttled",
        severity=Severity.MANDATORY,
        holds="A stage sets the rate and the burst that its routes take.",
        remedy="set both in default_route_settings",
        kinds=("Stage",),
        check=_not_throttled,
        source="API Gateway developer guide, Throttling",
    ),
    Rule(
        id="api-stage-logged",
        severity=Severity.MANDATORY,
        holds="A stage writes an access log.",
        remedy="set destination_arn in access_log_settings",
        kinds=("Stage",),
        check=_not_logged,
        source="AWS Security Hub, APIGateway.9",
    ),
    Rule(
        id="access-log-structured",
        severity=Severity.ADVISORY,
        holds="An access log is JSON.",
        remedy="write the format as a JSON object",
        kinds=("Stage",),
        check=_not_structured,
        source="API Gateway developer guide, HTTP API access logs",
    ),
)

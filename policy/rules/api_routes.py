"""Routes and authorizers that API Gateway would not deploy, or that would return no answer."""

from __future__ import annotations

from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity

PUBLIC_METHODS = ("GET", "HEAD", "OPTIONS")


def _leads_nowhere(route: Resource, registered: Registered) -> Iterator[str]:
    target = str(route.inputs.get("target", ""))
    if registered.by_id("Integration", target.removeprefix("integrations/")) is None:
        yield f"its target {target!r} is no integration of this program"


def _without_answer(route: Resource, registered: Registered) -> Iterator[str]:
    if not route.inputs.get("routeResponseSelectionExpression"):
        return
    responses = registered.of_type("RouteResponse")
    if not any(r.inputs.get("routeId") == route.outputs["id"] for r in responses):
        yield "two-way routes need an aws.apigatewayv2.RouteResponse, or the answer is dropped"


def _without_route(integration: Resource, registered: Registered) -> Iterator[str]:
    target = f"integrations/{integration.outputs['id']}"
    if not any(route.inputs.get("target") == target for route in registered.of_type("Route")):
        yield "no route leads to this integration"


def _no_request_authorizer(authorizer: Resource, registered: Registered) -> Iterator[str]:
    if (
        _is_websocket(authorizer, registered)
        and authorizer.inputs.get("authorizerType") != "REQUEST"
    ):
        yield "a WebSocket API takes REQUEST authorizers only"


def _authorized_too_late(route: Resource, registered: Registered) -> Iterator[str]:
    if (
        _is_authorized(route)
        and route.inputs.get("routeKey") != "$connect"
        and _is_websocket(route, registered)
    ):
        yield "a WebSocket API authorizes on $connect only"


def _connects_anybody(route: Resource, _: Registered) -> Iterator[str]:
    if route.inputs.get("routeKey") == "$connect" and not _is_authorized(route):
        yield "anybody may connect"


def _writes_for_anybody(route: Resource, registered: Registered) -> Iterator[str]:
    method = str(route.inputs.get("routeKey")).partition(" ")[0]
    if (
        method not in PUBLIC_METHODS
        and not _is_authorized(route)
        and _protocol(route, registered) == "HTTP"
    ):
        yield "anybody may call it, and it may change something"


def _is_authorized(route: Resource) -> bool:
    return bool(route.inputs.get("authorizationType", "NONE") != "NONE")


def _is_websocket(resource: Resource, registered: Registered) -> bool:
    return _protocol(resource, registered) == "WEBSOCKET"


def _protocol(resource: Resource, registered: Registered) -> str:
    """Of the resource's API; empty for an API that the program does not register."""
    api = registered.api_of(resource)
    return "" if api is None else str(api.inputs.get("protocolType"))


RULES = (
    Rule(
        id="route-has-integration",
        severity=Severity.MANDATORY,
        holds="A route leads to an integration of the program.",
        remedy="set target to integrations/<id>",
        kinds=("Route",),
        check=_leads_nowhere,
        source="API Gateway developer guide, Routes for HTTP and WebSocket APIs",
        alone=False,
    ),
    Rule(
        id="integration-has-route",
        severity=Severity.ADVISORY,
        holds="A route leads to each integration.",
        remedy="add the route, or remove the integration",
        kinds=("Integration",),
        check=_without_route,
        source="This project: what no request can reach is often a mistake",
        alone=False,
    ),
    Rule(
        id="two-way-route-answers",
        severity=Severity.MANDATORY,
        holds="A WebSocket route with a response selection expression has a route response.",
        remedy="add one with route_response_key $default",
        kinds=("Route",),
        check=_without_answer,
        source="API Gateway developer guide, WebSocket route responses",
        alone=False,
    ),
    Rule(
        id="websocket-authorizer-is-request",
        severity=Severity.MANDATORY,
        holds="An authorizer of a WebSocket API is of type REQUEST.",
        remedy="set authorizer_type to REQUEST",
        kinds=("Authorizer",),
        check=_no_request_authorizer,
        source="API Gateway API reference, CreateAuthorizer",
        alone=False,
    ),
    Rule(
        id="websocket-authorizes-on-connect",
        severity=Severity.MANDATORY,
        holds="A WebSocket API authorizes on no other route than $connect.",
        remedy="remove authorization_type from the other route",
        kinds=("Route",),
        check=_authorized_too_late,
        source="API Gateway developer guide, WebSocket APIs: access control",
        alone=False,
    ),
    Rule(
        id="connect-route-authorized",
        severity=Severity.MANDATORY,
        holds="A WebSocket API lets nobody connect without authorization.",
        remedy="set authorization_type, and authorizer_id with CUSTOM",
        kinds=("Route",),
        check=_connects_anybody,
        source="AWS Security Hub, APIGateway.8",
    ),
    Rule(
        id="writing-route-authorized",
        severity=Severity.ADVISORY,
        holds="A route of an HTTP API that is not for reading has an authorization type.",
        remedy="set authorization_type, or say in a waiver how callers are known",
        kinds=("Route",),
        check=_writes_for_anybody,
        source="AWS Security Hub, APIGateway.8; a catalogue may be public",
        alone=False,
    ),
)

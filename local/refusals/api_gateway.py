"""APIs that API Gateway would not deploy, or that would return no answer."""

from __future__ import annotations

from collections.abc import Iterator

from local.refusals.registered import Registered


def broken_routes(registered: Registered) -> Iterator[str]:
    """Routes without a target, integrations without a route, answers that are dropped."""
    routed = set()
    for route in registered.of_type("Route"):
        target = str(route.inputs.get("target", ""))
        routed.add(target.removeprefix("integrations/"))
        if registered.by_id("Integration", target.removeprefix("integrations/")) is None:
            yield f"{route.name}: its target {target!r} is no integration of this program"
        two_way = route.inputs.get("routeResponseSelectionExpression")
        responses = registered.of_type("RouteResponse")
        if two_way and not any(r.inputs["routeId"] == route.outputs["id"] for r in responses):
            yield f"{route.name}: two-way routes need an aws.apigatewayv2.RouteResponse"
    for integration in registered.of_type("Integration"):
        if integration.outputs["id"] not in routed:
            yield f"{integration.name}: no route leads to this integration"


def broken_authorizers(registered: Registered) -> Iterator[str]:
    """Authorizers of a kind, or on a route, that the API's protocol does not allow."""
    for authorizer in registered.of_type("Authorizer"):
        api = registered.api_of(authorizer)
        web_socket = api is not None and api.inputs["protocolType"] == "WEBSOCKET"
        if web_socket and authorizer.inputs["authorizerType"] != "REQUEST":
            yield f"{authorizer.name}: a WebSocket API takes REQUEST authorizers only"
    for route in registered.of_type("Route"):
        api = registered.api_of(route)
        web_socket = api is not None and api.inputs["protocolType"] == "WEBSOCKET"
        secured = route.inputs.get("authorizationType", "NONE") != "NONE"
        if web_socket and secured and route.inputs["routeKey"] != "$connect":
            yield f"{route.name}: a WebSocket API authorizes on $connect only"


def refused_origins(registered: Registered) -> Iterator[str]:
    """CORS origins that CreateApi refuses as ``Invalid format for origin``."""
    for api in registered.of_type("Api"):
        cors = api.inputs.get("corsConfiguration") or {}
        for origin in cors.get("allowOrigins") or []:
            if origin != "*" and not str(origin).startswith(("http://", "https://")):
                yield f"{api.name}: CORS takes http and https origins only, got {origin!r}"


def broken_stages(registered: Registered) -> Iterator[str]:
    """API stages that stay empty, settings of routes that may not exist, logs without a role."""
    for stage in registered.of_type("Stage"):
        automatic, deployment = stage.inputs.get("autoDeploy"), stage.inputs.get("deploymentId")
        if not automatic and not deployment:
            yield f"{stage.name}: it has neither auto_deploy nor a deployment, so it is empty"
        if automatic and deployment:
            yield f"{stage.name}: with auto_deploy it takes no deployment_id; leave that out"
        present = {
            r.inputs["routeKey"]
            for r in registered.of_type("Route")
            if r.inputs["apiId"] == stage.inputs["apiId"] and r.urn in stage.dependencies
        }
        for key in (one["routeKey"] for one in stage.inputs.get("routeSettings") or []):
            if key not in present:
                yield (
                    f"{stage.name}: it has settings for route {key!r} and does not depend on it, "
                    "so it may be made before the route; add the route to depends_on"
                )
        api = registered.api_of(stage)
        logged = stage.inputs.get("accessLogSettings")
        web_socket = api is not None and api.inputs["protocolType"] == "WEBSOCKET"
        if web_socket and logged and not registered.of_type("Account"):
            yield (
                f"{stage.name}: access logs of a WebSocket API need the account's CloudWatch "
                "role (aws.apigateway.Account); nothing here sets or reads it"
            )

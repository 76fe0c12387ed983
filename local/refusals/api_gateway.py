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
    """API stages without a deployment, deployments before their routes, logs without a role."""
    for stage in registered.of_type("Stage"):
        if not stage.inputs.get("autoDeploy") and not stage.inputs.get("deploymentId"):
            yield f"{stage.name}: it has neither a deployment nor auto_deploy, so it is empty"
        api = registered.api_of(stage)
        logged = stage.inputs.get("accessLogSettings")
        web_socket = api is not None and api.inputs["protocolType"] == "WEBSOCKET"
        if web_socket and logged and not registered.of_type("Account"):
            yield (
                f"{stage.name}: access logs of a WebSocket API need the account's CloudWatch "
                "role (aws.apigateway.Account); nothing here sets it"
            )
    for deployment in registered.of_type("Deployment"):
        routes = [
            r
            for r in registered.of_type("Route")
            if r.inputs["apiId"] == deployment.inputs["apiId"]
        ]
        early = [r.name for r in routes if r.urn not in deployment.dependencies]
        if early:
            yield (
                f"{deployment.name}: it does not depend on {early[0]}, so it may be made before "
                "the route and not contain it; add it to depends_on"
            )

"""API Gateway v2: WebSocket and HTTP APIs."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates


def endpoint(clients: Clients, api_id: str, protocol: str) -> str:
    """The API's address by path on the emulator, which works without any name resolution."""
    scheme = "ws" if protocol == "WEBSOCKET" else "http"
    host = clients.endpoint_url.split("://", 1)[1]
    return f"{scheme}://{host}/_aws/execute-api/{api_id}"


def present(**arguments: Any) -> dict[str, Any]:
    """The arguments that the program set."""
    return {name: value for name, value in arguments.items() if value is not None}


@creates("aws:apigatewayv2/api:Api")
def api(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    protocol = inputs.take("protocolType")
    name = inputs.physical_name()
    cors = inputs.take("corsConfiguration")
    made = clients.client("apigatewayv2").create_api(
        **present(
            Name=name,
            ProtocolType=protocol,
            RouteSelectionExpression=inputs.take("routeSelectionExpression"),
            CorsConfiguration=cors and {key[0].upper() + key[1:]: cors[key] for key in cors},
        )
    )
    api_id = made["ApiId"]
    return api_id, {
        "name": name,
        "apiEndpoint": endpoint(clients, api_id, protocol),
        "arn": f"arn:aws:apigateway:{clients.region}::/apis/{api_id}",
        "executionArn": f"arn:aws:execute-api:{clients.region}:000000000000:{api_id}",
    }


@creates("aws:apigatewayv2/authorizer:Authorizer")
def authorizer(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    jwt = inputs.take("jwtConfiguration")
    made = clients.client("apigatewayv2").create_authorizer(
        **present(
            ApiId=inputs.take("apiId"),
            Name=inputs.physical_name(),
            AuthorizerType=inputs.take("authorizerType"),
            AuthorizerUri=inputs.take("authorizerUri"),
            IdentitySource=inputs.take("identitySources", []),
            JwtConfiguration=jwt and {"Issuer": jwt["issuer"], "Audience": jwt["audiences"]},
        )
    )
    return made["AuthorizerId"], {}


@creates("aws:apigatewayv2/integration:Integration")
def integration(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    made = clients.client("apigatewayv2").create_integration(
        **present(
            ApiId=inputs.take("apiId"),
            IntegrationType=inputs.take("integrationType"),
            IntegrationMethod=inputs.take("integrationMethod"),
            IntegrationUri=inputs.take("integrationUri"),
            PayloadFormatVersion=inputs.take("payloadFormatVersion"),
            TemplateSelectionExpression=inputs.take("templateSelectionExpression"),
            RequestTemplates=inputs.take("requestTemplates"),
        )
    )
    return made["IntegrationId"], {"integrationResponseSelectionExpression": ""}


@creates("aws:apigatewayv2/integrationResponse:IntegrationResponse")
def integration_response(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    made = clients.client("apigatewayv2").create_integration_response(
        **present(
            ApiId=inputs.take("apiId"),
            IntegrationId=inputs.take("integrationId"),
            IntegrationResponseKey=inputs.take("integrationResponseKey"),
            TemplateSelectionExpression=inputs.take("templateSelectionExpression"),
            ResponseTemplates=inputs.take("responseTemplates"),
        )
    )
    return made["IntegrationResponseId"], {}


@creates("aws:apigatewayv2/route:Route")
def route(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    made = clients.client("apigatewayv2").create_route(
        **present(
            ApiId=inputs.take("apiId"),
            RouteKey=inputs.take("routeKey"),
            Target=inputs.take("target"),
            AuthorizationType=inputs.take("authorizationType"),
            AuthorizerId=inputs.take("authorizerId"),
            RouteResponseSelectionExpression=inputs.take("routeResponseSelectionExpression"),
        )
    )
    return made["RouteId"], {}


@creates("aws:apigatewayv2/routeResponse:RouteResponse")
def route_response(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    made = clients.client("apigatewayv2").create_route_response(
        ApiId=inputs.take("apiId"),
        RouteId=inputs.take("routeId"),
        RouteResponseKey=inputs.take("routeResponseKey"),
    )
    return made["RouteResponseId"], {}


@creates("aws:apigatewayv2/deployment:Deployment")
def deployment(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    inputs.ignore("triggers")  # they only tell the engine when to replace the deployment
    made = clients.client("apigatewayv2").create_deployment(ApiId=inputs.take("apiId"))
    return made["DeploymentId"], {"autoDeployed": False}


@creates("aws:apigatewayv2/stage:Stage")
def stage(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    api_id, name = inputs.take("apiId"), inputs.take("name")
    # The emulator neither throttles nor writes access logs.
    inputs.ignore("accessLogSettings", "defaultRouteSettings")
    gateway = clients.client("apigatewayv2")
    gateway.create_stage(ApiId=api_id, StageName=name, DeploymentId=inputs.take("deploymentId"))
    protocol = gateway.get_api(ApiId=api_id)["ProtocolType"]
    suffix = "" if name == "$default" else f"/{name}"
    return name, {
        "name": name,
        "arn": f"arn:aws:apigateway:{clients.region}::/apis/{api_id}/stages/{name}",
        "invokeUrl": endpoint(clients, api_id, protocol) + suffix,
        "executionArn": f"arn:aws:execute-api:{clients.region}:000000000000:{api_id}/{name}",
    }

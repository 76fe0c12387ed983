"""API Gateway v2: WebSocket and HTTP APIs."""

from __future__ import annotations

from local.placeholders import ACCOUNT
from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:apigatewayv2/api:Api")
def api(clients: Clients, inputs: Inputs) -> Created:
    name, protocol = inputs.physical_name(), inputs.take("protocolType")
    arguments = inputs.present("routeSelectionExpression")
    if cors := inputs.nested("corsConfiguration"):
        arguments["CorsConfiguration"] = cors.present(
            "allowCredentials", "allowHeaders", "allowMethods", "allowOrigins", "exposeHeaders",
            "maxAge",
        )  # fmt: skip
    made = clients.client("apigatewayv2").create_api(Name=name, ProtocolType=protocol, **arguments)
    api_id = made["ApiId"]
    clients.api_protocols[api_id] = protocol
    outputs = {
        "name": name,
        "apiEndpoint": clients.api_endpoint(api_id, protocol),
        "arn": f"arn:aws:apigateway:{clients.region}::/apis/{api_id}",
        "executionArn": f"arn:aws:execute-api:{clients.region}:{ACCOUNT}:{api_id}",
    }
    return Created(api_id, outputs)


@creates("aws:apigatewayv2/authorizer:Authorizer")
def authorizer(clients: Clients, inputs: Inputs) -> Created:
    arguments = inputs.present("apiId", "authorizerType", "authorizerUri")
    if jwt := inputs.nested("jwtConfiguration"):
        arguments["JwtConfiguration"] = {
            "Issuer": jwt.take("issuer"),
            "Audience": jwt.take("audiences"),
        }
    made = clients.client("apigatewayv2").create_authorizer(
        Name=inputs.physical_name(),
        IdentitySource=inputs.take("identitySources", []),
        **arguments,
    )
    return Created(made["AuthorizerId"])


@creates("aws:apigatewayv2/integration:Integration")
def integration(clients: Clients, inputs: Inputs) -> Created:
    arguments = inputs.present(
        "apiId", "integrationType", "integrationMethod", "integrationUri", "payloadFormatVersion",
        "templateSelectionExpression",
    )  # fmt: skip
    if templates := inputs.mapping("requestTemplates"):
        arguments["RequestTemplates"] = templates
    made = clients.client("apigatewayv2").create_integration(**arguments)
    return Created(made["IntegrationId"], {"integrationResponseSelectionExpression": ""})


@creates("aws:apigatewayv2/integrationResponse:IntegrationResponse")
def integration_response(clients: Clients, inputs: Inputs) -> Created:
    arguments = inputs.present(
        "apiId", "integrationId", "integrationResponseKey", "templateSelectionExpression"
    )
    if templates := inputs.mapping("responseTemplates"):
        arguments["ResponseTemplates"] = templates
    made = clients.client("apigatewayv2").create_integration_response(**arguments)
    return Created(made["IntegrationResponseId"])


@creates("aws:apigatewayv2/route:Route")
def route(clients: Clients, inputs: Inputs) -> Created:
    made = clients.client("apigatewayv2").create_route(
        **inputs.present(
            "apiId", "routeKey", "target", "authorizationType", "authorizerId",
            "routeResponseSelectionExpression",
        )
    )  # fmt: skip
    return Created(made["RouteId"])


@creates("aws:apigatewayv2/routeResponse:RouteResponse")
def route_response(clients: Clients, inputs: Inputs) -> Created:
    made = clients.client("apigatewayv2").create_route_response(
        **inputs.present("apiId", "routeId", "routeResponseKey")
    )
    return Created(made["RouteResponseId"])


@creates("aws:apigatewayv2/stage:Stage")
def stage(clients: Clients, inputs: Inputs) -> Created:
    api_id, name = inputs.take("apiId"), inputs.take("name")
    # The emulator neither throttles nor writes access logs, and serves an API without a deployment.
    inputs.ignore("accessLogSettings", "defaultRouteSettings", "routeSettings")
    clients.client("apigatewayv2").create_stage(
        ApiId=api_id, StageName=name, **inputs.present("deploymentId", "autoDeploy")
    )
    endpoint = clients.api_endpoint(api_id, clients.api_protocols[api_id])
    outputs = {
        "name": name,
        "arn": f"arn:aws:apigateway:{clients.region}::/apis/{api_id}/stages/{name}",
        "invokeUrl": endpoint + ("" if name == "$default" else f"/{name}"),
        "executionArn": f"arn:aws:execute-api:{clients.region}:{ACCOUNT}:{api_id}/{name}",
    }
    return Created(name, outputs)


@creates("aws:apigatewayv2/domainName:DomainName")
def domain_name(clients: Clients, inputs: Inputs) -> Created:
    """Invented: the emulator has no domain names, and nothing resolves one to it."""
    domain = inputs.take("domainName")
    given = inputs.nested("domainNameConfiguration")
    configuration = {
        key: given.take(key) for key in ("certificateArn", "endpointType", "securityPolicy")
    }
    outputs = {
        "arn": f"arn:aws:apigateway:{clients.region}::/domainnames/{domain}",
        "domainName": domain,
        "domainNameConfiguration": {
            **configuration,
            "hostedZoneId": "Z00000000000000000000",
            "targetDomainName": f"d-{domain.replace('.', '-')}.invalid",
        },
    }
    return Created(domain, outputs)


@creates("aws:apigatewayv2/apiMapping:ApiMapping")
def api_mapping(clients: Clients, inputs: Inputs) -> Created:
    """Invented, as the domain name is."""
    mapped = {key: inputs.take(key) for key in ("apiId", "domainName", "stage", "apiMappingKey")}
    return Created(f"mapping-of-{mapped['domainName']}")

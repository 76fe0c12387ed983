"""API Gateway: HTTP and WebSocket APIs, and the account's logging role."""

from __future__ import annotations

from local.aws_provider.rules import V5, V5_14, V6, ResourceRules

RULES = (
    ResourceRules("aws:apigateway/account:Account", "apigateway/account.go", V5),
    ResourceRules(
        "aws:apigatewayv2/api:Api",
        "apigatewayv2/api.go",
        V5_14,
        replacing=frozenset({"credentialsArn", "protocolType", "routeKey", "target"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/apiMapping:ApiMapping",
        "apigatewayv2/api_mapping.go",
        V5_14,
        replacing=frozenset({"apiId", "domainName"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/authorizer:Authorizer",
        "apigatewayv2/authorizer.go",
        V5_14,
        replacing=frozenset({"apiId"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/deployment:Deployment",
        "apigatewayv2/deployment.go",
        V5_14,
        replacing=frozenset({"apiId", "triggers"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/domainName:DomainName",
        "apigatewayv2/domain_name.go",
        V6,
        replacing=frozenset({"domainName"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/integration:Integration",
        "apigatewayv2/integration.go",
        V5_14,
        replacing=frozenset({"apiId", "integrationSubtype", "integrationType"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/integrationResponse:IntegrationResponse",
        "apigatewayv2/integration_response.go",
        V5_14,
        replacing=frozenset({"apiId", "integrationId"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/route:Route",
        "apigatewayv2/route.go",
        V5_14,
        replacing=frozenset({"apiId"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/routeResponse:RouteResponse",
        "apigatewayv2/route_response.go",
        V5_14,
        replacing=frozenset({"apiId", "routeId"}),
    ),
    ResourceRules(
        "aws:apigatewayv2/stage:Stage",
        "apigatewayv2/stage.go",
        V5_14,
        replacing=frozenset({"apiId", "name"}),
    ),
)

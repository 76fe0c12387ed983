"""API Gateway: routes, what is behind them, and who may call them."""

from __future__ import annotations

from local.aws_provider.checks import Between, Length, OneOf
from local.aws_provider.formats import Arn
from local.aws_provider.paths import words
from local.aws_provider.rules import V5, V5_14, ResourceRules

CONTENT_HANDLING = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")
METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

RULES = (
    ResourceRules(
        "aws:apigatewayv2/authorizer:Authorizer",
        "apigatewayv2/authorizer.go",
        V5,
        replacing=words("apiId"),
        checks=(
            Length("name", 1, 128),
            Length("authorizerUri", 1, 2048),
            Arn("authorizerCredentialsArn"),
            Between("authorizerResultTtlInSeconds", 0, 3600),
            OneOf("authorizerType", ("REQUEST", "JWT")),
            OneOf("authorizerPayloadFormatVersion", ("1.0", "2.0")),
        ),
        unordered=words("identitySources jwtConfiguration.audiences"),
    ),
    ResourceRules(
        "aws:apigatewayv2/integration:Integration",
        "apigatewayv2/integration.go",
        V5,
        replacing=words("apiId integrationSubtype integrationType"),
        checks=(
            Length("connectionId", 1, 1024),
            Length("integrationSubtype", 1, 128),
            Arn("credentialsArn"),
            OneOf("connectionType", ("INTERNET", "VPC_LINK")),
            OneOf("contentHandlingStrategy", CONTENT_HANDLING),
            OneOf("integrationMethod", METHODS),
            OneOf("integrationType", ("AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY")),
            OneOf("passthroughBehavior", ("WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES")),
            OneOf("payloadFormatVersion", ("1.0", "2.0")),
        ),
        defaults={
            "connectionType": "INTERNET",
            "passthroughBehavior": "WHEN_NO_MATCH",
            "payloadFormatVersion": "1.0",
        },
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/integrationResponse:IntegrationResponse",
        "apigatewayv2/integration_response.go",
        V5_14,
        replacing=words("apiId integrationId"),
        checks=(OneOf("contentHandlingStrategy", CONTENT_HANDLING),),
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/route:Route",
        "apigatewayv2/route.go",
        V5,
        replacing=words("apiId"),
        checks=(
            Length("operationName", 1, 64),
            Length("target", 1, 128),
            OneOf("authorizationType", ("NONE", "AWS_IAM", "CUSTOM", "JWT")),
        ),
        unordered=words("authorizationScopes requestParameters"),
        defaults={"authorizationType": "NONE"},
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/routeResponse:RouteResponse",
        "apigatewayv2/route_response.go",
        V5_14,
        replacing=words("apiId routeId"),
        autonamed="",
    ),
)

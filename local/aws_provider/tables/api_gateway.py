"""API Gateway: HTTP and WebSocket APIs, and the account's logging role.

What belongs to the paths through an API stands in ``api_gateway_routes``.
"""

from __future__ import annotations

from local.aws_provider.checks import Length, OneOf
from local.aws_provider.formats import Arn
from local.aws_provider.paths import words
from local.aws_provider.rules import V5, V5_14, V6, ResourceRules

LOGGING_LEVELS = ("ERROR", "INFO", "OFF")

RULES = (
    ResourceRules(
        "aws:apigateway/account:Account",
        "apigateway/account.go",
        V5,
        checks=(Arn("cloudwatchRoleArn"),),
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/api:Api",
        "apigatewayv2/api.go",
        V5,
        replacing=words("credentialsArn protocolType routeKey target"),
        checks=(
            Length("name", 1, 128),
            Length("description", 0, 1024),
            Length("version", 1, 64),
            OneOf("protocolType", ("WEBSOCKET", "HTTP")),
            OneOf(
                "apiKeySelectionExpression",
                ("$context.authorizer.usageIdentifierKey", "$request.header.x-api-key"),
            ),
            Arn("credentialsArn"),
        ),
        unordered=words(
            "corsConfiguration.allowHeaders corsConfiguration.allowMethods "
            "corsConfiguration.allowOrigins corsConfiguration.exposeHeaders"
        ),
        defaults={
            "apiKeySelectionExpression": "$request.header.x-api-key",
            "routeSelectionExpression": "$request.method $request.path",
        },
    ),
    ResourceRules(
        "aws:apigatewayv2/apiMapping:ApiMapping",
        "apigatewayv2/api_mapping.go",
        V5_14,
        replacing=words("apiId domainName"),
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/deployment:Deployment",
        "apigatewayv2/deployment.go",
        V5_14,
        replacing=words("apiId triggers"),
        checks=(Length("description", 0, 1024),),
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/domainName:DomainName",
        "apigatewayv2/domain_name.go",
        V6,
        replacing=words("domainName"),
        checks=(
            Length("domainName", 1, 512),
            Arn("domainNameConfiguration.certificateArn"),
            Arn("domainNameConfiguration.ownershipVerificationCertificateArn"),
            OneOf("domainNameConfiguration.endpointType", ("REGIONAL",)),
            OneOf("domainNameConfiguration.ipAddressType", ("ipv4", "dualstack")),
            OneOf("domainNameConfiguration.securityPolicy", ("TLS_1_2",)),
        ),
        autonamed="",
    ),
    ResourceRules(
        "aws:apigatewayv2/stage:Stage",
        "apigatewayv2/stage.go",
        V5,
        replacing=words("apiId name"),
        checks=(
            Length("name", 1, 128),
            Length("description", 0, 1024),
            Arn("accessLogSettings.destinationArn"),
            OneOf("defaultRouteSettings.loggingLevel", LOGGING_LEVELS),
            OneOf("routeSettings[].loggingLevel", LOGGING_LEVELS),
        ),
        unordered=words("routeSettings"),
    ),
)

"""The checkout's HTTP API: who may call it, its routes, its API stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.building_blocks.access_logs import HTTP_FIELDS, access_log
from components.building_blocks.addresses import split_for_cors
from components.building_blocks.api_routes import Authorization, function_routes
from components.building_blocks.api_stage import once_live
from components.building_blocks.common_args import Texts
from components.building_blocks.custom_domain import custom_domain
from components.building_blocks.lambda_function import PythonFunction
from components.building_blocks.origin_warnings import warn_of_plain_http
from components.checkout_saga.args import NAME, CheckoutSettings
from components.checkout_saga.functions import API_FUNCTIONS

OWN_HEADERS = ("authorization", "content-type", "idempotency-key")
"""Request headers that the API itself reads."""


@dataclass(frozen=True)
class HttpApi:
    """The registered API, and its address."""

    api: aws.apigatewayv2.Api
    url: pulumi.Output[str]
    """Without a trailing slash. Its own domain name's, if it has one."""


def checkout_api(
    name: str,
    settings: CheckoutSettings,
    functions: Mapping[str, PythonFunction],
    *,
    parent: pulumi.Resource,
) -> HttpApi:
    """Register the API with the routes of ``API_FUNCTIONS``. ``functions`` are theirs by module."""
    opts = pulumi.ResourceOptions(parent=parent)
    warn_of_plain_http(settings.allowed_origins, resource=parent)
    cors: aws.apigatewayv2.ApiCorsConfigurationArgsDict = {
        "allow_origins": _cors_origins(settings.allowed_origins, parent),
        "allow_methods": ["GET", "POST"],
        "allow_headers": pulumi.Output.from_input(settings.allowed_headers).apply(
            lambda more: [*dict.fromkeys([*OWN_HEADERS, *more])]
        ),
        "expose_headers": ["retry-after"],
        "max_age": 3600,
    }
    api = aws.apigatewayv2.Api(
        f"{name}-api", protocol_type="HTTP", cors_configuration=cors, opts=opts
    )
    routes = function_routes(
        name,
        api,
        API_FUNCTIONS,
        functions,
        signed_in=Authorization("JWT", _authorizer(name, api, settings, opts).id),
        payload_format_version="2.0",
        parent=parent,
    )
    # It comes after the routes, and follows their changes: docs/adr/0012-api-gateway-deploys.md.
    api_stage = aws.apigatewayv2.Stage(
        f"{name}-api-stage",
        api_id=api.id,
        name="$default",
        auto_deploy=True,
        access_log_settings=access_log(
            name,
            HTTP_FIELDS,
            settings.log_retention_days,
            # CloudWatch delivers these logs, as it does a state machine's: the same prefix keeps
            # the account's resource policy for it short.
            name_prefix=f"/aws/vendedlogs/apis/{name}-",
            parent=parent,
        ),
        default_route_settings={
            "throttling_rate_limit": settings.throttling_rate_limit,
            "throttling_burst_limit": settings.throttling_burst_limit,
        },
        opts=pulumi.ResourceOptions(parent=parent, depends_on=routes),
    )
    # The default API stage has no path of its own: the address is the API's endpoint.
    url = once_live(api.api_endpoint, api_stage)
    if settings.http_domain_name is not None:
        domain = custom_domain(
            name, settings.http_domain_name, settings, api_stage, component=NAME, parent=parent
        )
        url = pulumi.Output.concat("https://", domain)
    return HttpApi(api, url)


def _cors_origins(allowed: Texts, resource: pulumi.Resource) -> pulumi.Output[list[str]]:
    """The origins that CORS takes. The others are warned of: their pages may only connect."""

    def taken(origins: Sequence[object]) -> list[str]:
        cors, refused = split_for_cors([*map(str, origins)])
        if refused:
            pulumi.log.warn(
                f"API Gateway's CORS takes http and https only: {', '.join(refused)} may open the "
                "WebSocket, but a browser hides the HTTP API's answers from it. Let the app send "
                "these requests natively (Capacitor: CapacitorHttp; Tauri: its HTTP plugin), and "
                "give a browser extension the API's address as a host permission",
                resource=resource,
            )
        return cors

    return pulumi.Output.from_input(allowed).apply(taken)


def _authorizer(
    name: str, api: aws.apigatewayv2.Api, settings: CheckoutSettings, opts: pulumi.ResourceOptions
) -> aws.apigatewayv2.Authorizer:
    """API Gateway's own JWT check. It verifies RSA signatures only: RS256, not ES256."""
    return aws.apigatewayv2.Authorizer(
        f"{name}-authorizer",
        api_id=api.id,
        name=f"{name}-authorizer",
        authorizer_type="JWT",
        identity_sources=["$request.header.Authorization"],
        jwt_configuration={
            "issuer": settings.oidc_issuer,
            "audiences": [settings.oidc_audience],
        },
        opts=opts,
    )

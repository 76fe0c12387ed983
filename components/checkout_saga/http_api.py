"""The checkout's HTTP API: who may call it, its routes, its stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks.api_routes import ApiRoutes
from components.building_blocks.lambda_function import PythonFunction


class CheckoutApi:
    """``POST /checkout``, ``GET /orders/{orderId}`` for buyers, ``GET /products`` for everyone."""

    api: aws.apigatewayv2.Api

    def __init__(
        self,
        name: str,
        settings: Mapping[str, Any],
        *,
        start: PythonFunction,
        get_order: PythonFunction,
        list_products: PythonFunction,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._settings = name, settings
        self._opts = pulumi.ResourceOptions(parent=parent)
        self._cors = {
            "allow_origins": settings["allowed_origins"],
            "allow_methods": ["GET", "POST"],
            "allow_headers": ["authorization", "content-type", "idempotency-key"],
            "max_age": 3600,
        }
        self.api = self._http_api()
        routes = ApiRoutes(name, self.api, parent=parent)
        http: dict[str, Any] = {"payload_format_version": "2.0"}
        buyers = {"authorization_type": "JWT", "authorizer_id": self._authorizer().id}
        routes.add_function("POST /checkout", start, authorization=buyers, **http)
        routes.add_function("GET /orders/{orderId}", get_order, authorization=buyers, **http)
        routes.add_function("GET /products", list_products, **http)
        self._api_stage(routes)

    def _http_api(self) -> aws.apigatewayv2.Api:
        arguments: dict[str, Any] = {"cors_configuration": self._cors}
        return aws.apigatewayv2.Api(
            f"{self._name}-api", protocol_type="HTTP", **arguments, opts=self._opts
        )

    def _authorizer(self) -> aws.apigatewayv2.Authorizer:
        """API Gateway's own JWT check. It knows RSA signatures only: RS256, not ES256."""
        return aws.apigatewayv2.Authorizer(
            f"{self._name}-authorizer",
            api_id=self.api.id,
            name=f"{self._name}-authorizer",
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={
                "issuer": self._settings["oidc_issuer"],
                "audiences": [self._settings["oidc_audience"]],
            },
            opts=self._opts,
        )

    def _api_stage(self, routes: ApiRoutes) -> None:
        # A deployment is a snapshot of the whole configuration, CORS and the issuer included.
        frozen = (self._settings["oidc_issuer"], self._settings["oidc_audience"], self._cors)
        deployment = routes.deploy(also=frozen)
        aws.apigatewayv2.Stage(
            f"{self._name}-api-stage",
            api_id=self.api.id,
            name="$default",
            deployment_id=deployment.id,
            default_route_settings={
                "throttling_rate_limit": self._settings["throttling_rate_limit"],
                "throttling_burst_limit": self._settings["throttling_burst_limit"],
            },
            opts=self._opts,
        )

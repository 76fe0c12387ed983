"""Who may open a connection: the component's own JWT check, a team's function, or IAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks.address_validation import AWS_IAM
from components.building_blocks.function_family import FunctionFamily


class ConnectAuthorizer:
    """The ``$connect`` route's authorization: ``route_arguments`` and ``trigger_inputs``."""

    route_arguments: Mapping[str, Any]
    trigger_inputs: tuple[Any, ...]

    def __init__(
        self,
        name: str,
        api: aws.apigatewayv2.Api,
        settings: Mapping[str, Any],
        functions: FunctionFamily,
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._api = api
        self._parent = parent
        configured = settings.get("authorizer")
        if isinstance(configured, str) and configured == AWS_IAM:
            self.route_arguments = {"authorization_type": AWS_IAM}
            self.trigger_inputs = ()
            return
        if configured is not None:
            function_arn, uri = configured, self._invoke_uri(configured)
        else:
            function = functions.new("authorize_connection", _environment(settings))
            function_arn, uri = function.arn, function.invoke_arn
        authorizer = self._authorizer(uri)
        self._permission(function_arn, authorizer)
        self.route_arguments = {"authorization_type": "CUSTOM", "authorizer_id": authorizer.id}
        self.trigger_inputs = (uri,)

    def _invoke_uri(self, function_arn: pulumi.Input[str]) -> pulumi.Output[str]:
        """API Gateway's address of a function that this component did not create."""
        return pulumi.Output.from_input(function_arn).apply(
            lambda arn: (
                f"arn:{arn.split(':')[1]}:apigateway:{arn.split(':')[3]}"
                f":lambda:path/2015-03-31/functions/{arn}/invocations"
            )
        )

    def _authorizer(self, uri: pulumi.Input[str]) -> aws.apigatewayv2.Authorizer:
        # No identity source: a browser sends the token as a subprotocol, another client in
        # Authorization, and API Gateway answers 401 by itself when a named source is missing.
        return aws.apigatewayv2.Authorizer(
            f"{self._name}-authorizer",
            api_id=self._api.id,
            name=f"{self._name}-authorizer",
            authorizer_type="REQUEST",
            authorizer_uri=uri,
            opts=pulumi.ResourceOptions(parent=self._parent),
        )

    def _permission(
        self, function_arn: pulumi.Input[str], authorizer: aws.apigatewayv2.Authorizer
    ) -> None:
        aws.lambda_.Permission(
            f"{self._name}-authorizer-permission",
            action="lambda:InvokeFunction",
            function=function_arn,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(
                self._api.execution_arn, "/authorizers/", authorizer.id
            ),
            opts=pulumi.ResourceOptions(parent=self._parent),
        )


def _environment(settings: Mapping[str, Any]) -> dict[str, Any]:
    issuer = pulumi.Output.from_input(settings["oidc_issuer"])
    jwks_url = settings.get("oidc_jwks_url")
    origins = pulumi.Output.from_input(settings["allowed_origins"])
    return {
        "OIDC_ISSUER": issuer,
        "OIDC_AUDIENCE": settings["oidc_audience"],
        "OIDC_JWKS_URL": jwks_url
        or issuer.apply(lambda url: url.rstrip("/") + "/.well-known/jwks.json"),
        "ALLOWED_ORIGINS": origins.apply(",".join),
    }

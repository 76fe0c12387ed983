"""Lambda authorizer of ``$connect``: checks the token, then the page's Origin.

API Gateway answers 401 when the function raises ``Unauthorized``, and 403 to a policy that denies.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, TypedDict

from functions.common import environment
from functions.common.lambda_types import JsonObject, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol import handshake
from functions.realtime.protocol.tokens import InvalidTokenError, JwksKeys, TokenVerifier

ENVIRONMENT: tuple[str, ...] = (
    "OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URL", "ALLOWED_ORIGINS"
)  # fmt: skip


class Unauthorized(Exception):
    """API Gateway answers 401 when an authorizer fails with exactly this text."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


class Authorization(TypedDict):
    """A Lambda authorizer's answer."""

    principalId: str
    policyDocument: JsonObject
    context: dict[str, str]
    """Part of every later event of the connection."""


def authorize_connection(
    event: LambdaEvent, verifier: TokenVerifier, allowed_origins: Collection[str]
) -> Authorization:
    """The IAM policy for this handshake, with ``userId`` and ``tokenExpiresAt`` as context."""
    headers = event.get("headers")
    try:
        claims = verifier.verify(handshake.token_of(headers))
    except InvalidTokenError as refused:
        logger.info("handshake refused", reason=str(refused))
        raise Unauthorized from None
    user_id = str(claims["sub"])
    if not handshake.origin_allowed(headers, allowed_origins):
        logger.info("handshake refused", reason="foreign origin")
        return _policy("Deny", event["methodArn"], user_id, {})
    context = {"userId": user_id, "tokenExpiresAt": str(int(claims["exp"]))}
    return _policy("Allow", event["methodArn"], user_id, context)


def _policy(
    effect: str, method_arn: str, principal_id: str, context: dict[str, str]
) -> Authorization:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": method_arn}
    return {
        "principalId": principal_id,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


@cache
def _verifier() -> TokenVerifier:
    return TokenVerifier(
        environment.read("OIDC_ISSUER"),
        environment.read("OIDC_AUDIENCE"),
        JwksKeys(environment.read("OIDC_JWKS_URL")),
    )


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> Authorization:
    origins = environment.read("ALLOWED_ORIGINS").split(",")
    return authorize_connection(event, _verifier(), origins)

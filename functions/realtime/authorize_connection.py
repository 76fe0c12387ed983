"""Lambda authorizer of ``$connect``: a good token from a page of ours, or no connection.

401 comes from raising ``Unauthorized`` (API Gateway knows that word), 403 from a Deny.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from functions.common import environment
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


def authorize_connection(
    event: Mapping[str, Any], verifier: TokenVerifier, allowed_origins: Collection[str]
) -> dict[str, Any]:
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
) -> dict[str, Any]:
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
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    origins = environment.read("ALLOWED_ORIGINS").split(",")
    return authorize_connection(event, _verifier(), origins)

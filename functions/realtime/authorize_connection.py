"""Lambda authorizer of ``$connect``: checks the token, then the page's Origin.

API Gateway answers 401 when the function raises ``Unauthorized``, 403 to a policy that denies, and
500 to any other error. Whatever a stranger sends ends in 401 or 403. Only a key that could not be
had while the issuer fails ends in 500: then nobody can tell whether the token is good.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, partial
from typing import Any, TypedDict

from contract.metrics import CONNECTIONS_REFUSED, KEYS_UNAVAILABLE
from functions.common import environment
from functions.common.lambda_types import JsonObject, LambdaEvent
from functions.common.metrics import count
from functions.common.observability import logger
from functions.common.unix_time import LATEST_SECONDS
from functions.realtime.protocol import handshake
from functions.realtime.protocol.fetch_key_set import fetch_key_set
from functions.realtime.protocol.issuer_keys import IssuerKeys
from functions.realtime.protocol.tokens import (
    CLOCK_SKEW_SECONDS,
    InvalidTokenError,
    TokenVerifier,
)

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
    """The IAM policy for this handshake, with ``userId`` and ``tokenExpiresAt`` as context.

    ``Unauthorized`` for a token that is not good. Whatever else it raises is no fault of the token.
    """
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
    # With the tolerance of the door: a token that it lets in must not be expired behind it.
    ends = min(int(float(claims["exp"])) + CLOCK_SKEW_SECONDS, LATEST_SECONDS)
    context = {"userId": user_id, "tokenExpiresAt": str(ends)}
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


def report_keys_unavailable() -> None:
    """Count it for the alarm. The function's own error metric counts every 401 too."""
    count(KEYS_UNAVAILABLE)


@cache
def _verifier() -> TokenVerifier:
    fetch = partial(fetch_key_set, environment.read("OIDC_JWKS_URL"))
    return TokenVerifier(
        environment.read("OIDC_ISSUER"),
        environment.read("OIDC_AUDIENCE"),
        IssuerKeys(fetch, report=report_keys_unavailable),
    )


@cache
def _allowed_origins() -> frozenset[str]:
    return frozenset(environment.read("ALLOWED_ORIGINS").split(","))


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> Authorization:
    try:
        answer = authorize_connection(event, _verifier(), _allowed_origins())
    except Unauthorized:
        count(CONNECTIONS_REFUSED)
        raise
    if not answer["context"]:  # a policy that denies
        count(CONNECTIONS_REFUSED)
    return answer

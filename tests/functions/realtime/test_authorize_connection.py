"""The authorizer: which handshakes are allowed, which get 401, which get 403."""

from __future__ import annotations

import time
from typing import Any

import pytest

from functions.common.unix_time import LATEST_SECONDS
from functions.realtime.authorize_connection import (
    Authorization,
    Unauthorized,
    authorize_connection,
)
from functions.realtime.protocol.issuer_keys import IssuerKeys
from functions.realtime.protocol.tokens import CLOCK_SKEW_SECONDS, TokenVerifier
from tests.support.oidc_issuer import AUDIENCE, ISSUER, ec_key, good_key_set, token

ORIGIN = "https://shop.example.com"
METHOD_ARN = "arn:aws:execute-api:us-east-1:123456789012:api/live/$connect"


def authorize(bearer: str | None, **headers: str) -> Authorization:
    if bearer is not None:
        headers["Sec-WebSocket-Protocol"] = f"realtime.v1, bearer.{bearer}"
    return authorize_event({"methodArn": METHOD_ARN, "headers": headers})


def authorize_event(event: dict[str, Any]) -> Authorization:
    verifier = TokenVerifier(ISSUER, AUDIENCE, IssuerKeys(good_key_set))
    return authorize_connection(event, verifier, [ORIGIN])


def effect(answer: Authorization) -> str:
    return str(answer["policyDocument"]["Statement"][0]["Effect"])


def test_a_good_token_opens_exactly_this_route_for_its_user() -> None:
    expires = int(time.time()) + 300

    answer = authorize(token(exp=expires), Origin=ORIGIN)

    assert answer == {
        "principalId": "ada",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": METHOD_ARN}
            ],
        },
        "context": {"userId": "ada", "tokenExpiresAt": str(expires + CLOCK_SKEW_SECONDS)},
    }


def test_a_token_in_the_authorization_header_is_accepted() -> None:
    assert effect(authorize(None, authorization=f"Bearer {token()}")) == "Allow"


def test_es256_is_accepted() -> None:
    assert effect(authorize(token(key=ec_key(), algorithm="ES256", kid="ec-1"))) == "Allow"


def test_a_client_id_is_the_audience_of_cognitos_access_tokens() -> None:
    bearer = token(aud=None, client_id=AUDIENCE, token_use="access")

    assert effect(authorize(bearer)) == "Allow"


def test_a_foreign_origin_is_denied() -> None:
    assert effect(authorize(token(), Origin="https://evil.example.com")) == "Deny"
    assert effect(authorize(token(), origin="https://shop.example.com.evil.com")) == "Deny"


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_small_difference_of_clocks_is_tolerated(claim: str) -> None:
    now = int(time.time())

    def ahead(seconds: int) -> str:
        changed: dict[str, Any] = {claim: now + seconds}
        return token(**changed)

    assert effect(authorize(ahead(CLOCK_SKEW_SECONDS - 5))) == "Allow"
    with pytest.raises(Unauthorized):
        authorize(ahead(CLOCK_SKEW_SECONDS + 5))


def test_a_token_that_is_let_in_by_the_tolerance_is_not_expired_behind_the_door() -> None:
    now = int(time.time())

    answer = authorize(token(exp=now - CLOCK_SKEW_SECONDS + 5))

    assert int(answer["context"]["tokenExpiresAt"]) > now
    with pytest.raises(Unauthorized):
        authorize(token(exp=now - CLOCK_SKEW_SECONDS - 5))


@pytest.mark.parametrize("end", [LATEST_SECONDS, LATEST_SECONDS - 0.5, 9_999_999_999.5])
def test_any_point_in_time_can_be_an_end(end: float) -> None:
    ends = int(authorize(token(exp=end))["context"]["tokenExpiresAt"])

    assert time.time() < ends <= LATEST_SECONDS


def test_a_token_in_the_address_is_ignored() -> None:
    event = {"methodArn": METHOD_ARN, "headers": {}, "queryStringParameters": {"token": token()}}

    with pytest.raises(Unauthorized):
        authorize_event(event)


@pytest.mark.parametrize("headers", [None, {}, {"Sec-WebSocket-Protocol": "realtime.v1"}])
def test_a_handshake_without_a_token_is_unauthorized(headers: dict[str, str] | None) -> None:
    with pytest.raises(Unauthorized, match=r"^Unauthorized$"):
        authorize_event({"methodArn": METHOD_ARN, "headers": headers})

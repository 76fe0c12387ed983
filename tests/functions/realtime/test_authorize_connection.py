"""The authorizer: which handshakes are allowed, which get 401, which get 403."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from functions.realtime.authorize_connection import (
    Authorization,
    Unauthorized,
    authorize_connection,
)
from functions.realtime.protocol.tokens import InvalidTokenError, JwksKeys, TokenVerifier

ISSUER, AUDIENCE, ORIGIN = "https://login.example.com", "shop", "https://shop.example.com"
METHOD_ARN = "arn:aws:execute-api:us-east-1:123456789012:api/live/$connect"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Published:
    key_id: str
    key: Any


class Issuer:
    """An issuer's key endpoint that counts forced fetches."""

    def __init__(self, *keys: Published) -> None:
        self.keys = list(keys)
        self.fetches = 0

    def get_signing_keys(self, refresh: bool = False) -> list[Published]:
        self.fetches += refresh
        return self.keys


def published() -> list[Published]:
    return [
        Published("rsa-1", rsa_key("good").public_key()),
        Published("ec-1", ec_key().public_key()),
    ]


def token(*, key: Any = None, algorithm: str = "RS256", kid: str = "rsa-1", **claims: Any) -> str:
    payload = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": int(time.time()) + 600}
    payload = {k: v for k, v in (payload | claims).items() if v is not None}
    return jwt.encode(payload, key or rsa_key("good"), algorithm, headers={"kid": kid})


def authorize(bearer: str | None, **headers: str) -> Authorization:
    verifier = TokenVerifier(ISSUER, AUDIENCE, JwksKeys("unused", client=Issuer(*published())))
    if bearer is not None:
        headers["Sec-WebSocket-Protocol"] = f"realtime.v1, bearer.{bearer}"
    event = {"methodArn": METHOD_ARN, "headers": headers}
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
        "context": {"userId": "ada", "tokenExpiresAt": str(expires)},
    }


def test_a_token_in_the_authorization_header_is_accepted() -> None:
    assert effect(authorize(None, authorization=f"Bearer {token()}")) == "Allow"


def test_es256_is_accepted() -> None:
    assert effect(authorize(token(key=ec_key(), algorithm="ES256", kid="ec-1"))) == "Allow"


def test_a_client_id_is_the_audience_of_cognitos_access_tokens() -> None:
    assert effect(authorize(token(aud=None, client_id=AUDIENCE))) == "Allow"


def test_a_foreign_origin_is_denied() -> None:
    assert effect(authorize(token(), Origin="https://evil.example.com")) == "Deny"
    assert effect(authorize(token(), origin="https://shop.example.com.evil.com")) == "Deny"


def unsigned() -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": 9_999_999_999}
    return f"{part({'alg': 'none', 'kid': 'rsa-1'})}.{part(claims)}."


BAD_TOKENS: dict[str, Callable[[], str | None]] = {
    "expired": lambda: token(exp=int(time.time()) - 1),
    "without an expiry": lambda: token(exp=None),
    "of another issuer": lambda: token(iss="https://evil.example.com"),
    "for another audience": lambda: token(aud="other"),
    "without an audience": lambda: token(aud=None),
    "without a subject": lambda: token(sub=None),
    "signed by a stranger": lambda: token(key=rsa_key("stranger")),
    "of an unknown key": lambda: token(kid="rsa-2"),
    "signed with a shared secret": lambda: token(key="s" * 32, algorithm="HS256"),
    "unsigned": unsigned,
    "garbage": lambda: "garbage",
    "absent": lambda: None,
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_is_unauthorized(kind: str) -> None:
    with pytest.raises(Unauthorized, match=r"^Unauthorized$"):
        authorize(BAD_TOKENS[kind](), Origin=ORIGIN)


def test_a_token_in_the_address_is_ignored() -> None:
    verifier = TokenVerifier(ISSUER, AUDIENCE, JwksKeys("unused", client=Issuer(*published())))
    event = {"methodArn": METHOD_ARN, "headers": {}, "queryStringParameters": {"token": token()}}

    with pytest.raises(Unauthorized):
        authorize_connection(event, verifier, [ORIGIN])


def test_an_unknown_key_fetches_the_keys_again_at_most_once_per_cooldown() -> None:
    issuer, moment = Issuer(*published()), [0.0]
    keys = JwksKeys("unused", now=lambda: moment[0], client=issuer)

    for _ in range(5):
        with pytest.raises(InvalidTokenError):
            keys.key_for("rotated")
    assert issuer.fetches == 1

    moment[0] = 60.0
    issuer.keys.append(Published("rotated", rsa_key("good").public_key()))
    issuer.fetches = 0
    assert keys.key_for("rotated") is not None

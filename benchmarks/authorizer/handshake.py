"""A browser's handshake with a token of Cognito's shape, and the check that nobody leaves out."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from functions.realtime.protocol import public_key

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Abcdefghi"
AUDIENCE = "1h57kf5cpq17m0eml12EXAMPLE"
ORIGIN = "https://shop.example.com"
ENVIRONMENT = {
    "OIDC_ISSUER": ISSUER,
    "OIDC_AUDIENCE": AUDIENCE,
    "OIDC_JWKS_URL": f"{ISSUER}/.well-known/jwks.json",
    "ALLOWED_ORIGINS": ORIGIN,
}
CONTEXT = SimpleNamespace(
    function_name="authorizer",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:authorizer",
    aws_request_id="8f1a7f52-6c52-4e5e-a1d5-4f9d3a1f0c11",
    # Of this process: the figures that come later must not run out of this invocation's time.
    get_remaining_time_in_millis=lambda: 10**9,
)


class Issuer:
    """One key, the token that it signed, and the key set that holds it."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self._key: Any = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            if algorithm == "RS256"
            else ec.generate_private_key(ec.SECP256R1())
        )
        self.token = jwt.encode(_claims(), self._key, algorithm, headers={"kid": algorithm})

    def jwk(self) -> dict[str, Any]:
        """The public key as the issuer publishes it."""
        maker = jwt.get_algorithm_by_name(self.algorithm)
        public: dict[str, Any] = maker.to_jwk(self._key.public_key(), as_dict=True)
        return public | {"kid": self.algorithm, "use": "sig", "alg": self.algorithm}

    def bare_check(self) -> Callable[[], object]:
        """The signature check alone, of ``cryptography``. All else is made beforehand."""
        message, _, encoded = self.token.rpartition(".")
        signature, signed = _decoded(encoded), message.encode()
        key = self._key.public_key()
        if self.algorithm == "RS256":
            pkcs1, sha256 = padding.PKCS1v15(), SHA256()
            return lambda: key.verify(signature, signed, pkcs1, sha256)
        halves = (int.from_bytes(half) for half in (signature[:32], signature[32:]))
        der, ecdsa = encode_dss_signature(*halves), ec.ECDSA(SHA256())
        return lambda: key.verify(der, signed, ecdsa)

    def least_reading(self) -> Callable[[], object]:
        """The bare check with the decoding that any verifier does first, and the claims read."""
        check = public_key.read(self.jwk()).signed

        def read() -> object:
            message, _, signature = self.token.rpartition(".")
            if not check(_decoded(signature), message.encode()):
                raise AssertionError("the token is good")
            return json.loads(_decoded(message.partition(".")[2]))

        return read

    def by_pyjwt(self) -> Callable[[], object]:
        """The same token by PyJWT with a key that is read already, as most authorizers do it."""
        key = jwt.PyJWK(self.jwk())
        return lambda: jwt.decode(
            self.token, key, algorithms=["RS256", "ES256"], issuer=ISSUER,
            options={"require": ["exp", "iss", "sub"], "verify_aud": False},
        )  # fmt: skip

    def handshake(self) -> dict[str, Any]:
        """API Gateway's event of a handshake from a browser."""
        return {
            "type": "REQUEST",
            "methodArn": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/live/$connect",
            "headers": {
                "Accept-Encoding": "gzip, deflate, br, zstd",
                "Accept-Language": "en-US,en;q=0.9",
                "Cache-Control": "no-cache",
                "Host": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
                "Origin": ORIGIN,
                "Pragma": "no-cache",
                "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol": f"realtime.v1, bearer.{self.token}",
                "Sec-WebSocket-Version": "13",
                "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
                "X-Amzn-Trace-Id": "Root=1-5e1b4151-5ac6c58f3b8daa5b1f5b5a5e",
                "X-Forwarded-For": "203.0.113.7",
                "X-Forwarded-Port": "443",
                "X-Forwarded-Proto": "https",
            },
            "requestContext": {"routeKey": "$connect", "eventType": "CONNECT", "stage": "live"},
        }


def key_set(*issuers: Issuer) -> bytes:
    """The document that the issuers' keys stand in."""
    return json.dumps({"keys": [one.jwk() for one in issuers]}).encode()


def _claims() -> dict[str, Any]:
    """An access token's, as Cognito issues it."""
    now = int(time.time())
    return {
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "iss": ISSUER,
        "version": 2,
        "client_id": AUDIENCE,
        "origin_jti": "7e8a1f3c-52d4-4b8e-9d2e-0c5b1d1f7a11",
        "event_id": "d1b2c3d4-0c5b-4b8e-9d2e-7e8a1f3c52d4",
        "token_use": "access",
        "scope": "openid profile email",
        "auth_time": now,
        "exp": now + 3600,
        "iat": now,
        "jti": "0c5b1d1f-9d2e-4b8e-52d4-7e8a1f3c7a11",
        "username": "ada",
    }


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

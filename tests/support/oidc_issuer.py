"""An OIDC issuer for tests: its keys, its key set, the tokens that it signs."""

from __future__ import annotations

import base64
import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ISSUER, AUDIENCE = "https://login.example.com", "shop"


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(name: str = "good") -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def jwk(key: Any, kid: str | None, **changed: Any) -> dict[str, Any]:
    """The public key as it stands in a key set. ``None`` leaves a member out."""
    family = "RSAAlgorithm" if isinstance(key, rsa.RSAPrivateKey) else "ECAlgorithm"
    algorithm = getattr(jwt.algorithms, family)
    public: dict[str, Any] = algorithm.to_jwk(key.public_key(), as_dict=True)
    described = public | {"kid": kid, "use": "sig"} | changed
    return {name: value for name, value in described.items() if value is not None}


def key_set(*keys: Any) -> bytes:
    return json.dumps({"keys": list(keys)}).encode()


def good_key_set() -> bytes:
    return key_set(jwk(rsa_key("good"), "rsa-1"), jwk(ec_key(), "ec-1"))


def claims(**changed: Any) -> dict[str, Any]:
    """Good claims, with those that are given in place of them. ``None`` leaves one out."""
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": int(time.time()) + 600}
    return {name: value for name, value in (good | changed).items() if value is not None}


def token(*, key: Any = None, algorithm: str = "RS256", kid: str = "rsa-1", **changed: Any) -> str:
    payload, headers = claims(**changed), {"kid": kid}
    return jwt.encode(payload, key or rsa_key("good"), algorithm, headers=headers)


def part(value: bytes | object) -> str:
    """One part of a token, encoded as it travels."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(head: dict[str, Any] | bytes, payload: object, key: Any = None) -> str:
    """Any head over any payload with a good RSA signature: PyJWT would refuse to make some."""
    message = f"{part(head)}.{part(payload)}"
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(
        message.encode(), key or rsa_key("good")
    )
    return f"{message}.{part(signature)}"

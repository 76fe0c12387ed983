"""An issuer with one RSA and one EC key, and tokens of any shape, rightly signed or forged."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

ISSUER, AUDIENCE = "https://login.example.com", "shop"
GOOD = {"rsa-1": "RS256", "ec-1": "ES256"}
"""Ids of the published keys -> the algorithm that each is for."""
SIGNERS = ("rsa-1", "ec-1", "stranger", "public-as-secret", "none", "garbage", "empty")
"""How a token is signed: by a published key, by another one, by no key at all."""


@cache
def _rsa(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def _ec() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def key_set() -> str:
    """The published keys, as the issuer serves them."""
    keys = [
        json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_rsa("rsa-1").public_key())),
        json.loads(jwt.algorithms.ECAlgorithm.to_jwk(_ec().public_key())),
    ]
    for key, (key_id, algorithm) in zip(keys, GOOD.items(), strict=True):
        key |= {"kid": key_id, "alg": algorithm, "use": "sig"}
        key.pop("key_ops", None)
    return json.dumps({"keys": keys})


def good_claims() -> dict[str, Any]:
    """Claims that open a connection."""
    return {
        "iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": int(time.time()) + 3600,
        "iat": int(time.time()) - 5, "nbf": int(time.time()) - 5, "token_use": "access",
    }  # fmt: skip


def part(value: Any) -> str:
    """A part of a token; a text as it is."""
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode("utf-8", "replace")).rstrip(b"=").decode()


def token(header: Any, claims: Any, signer: str) -> str:
    """The token as it is sent."""
    signed = f"{part(header)}.{part(claims)}"
    signature = base64.urlsafe_b64encode(_signature(signed.encode(), signer)).rstrip(b"=")
    return f"{signed}.{signature.decode()}"


def _signature(signed: bytes, signer: str) -> bytes:
    if signer == "ec-1":
        r, s = decode_dss_signature(_ec().sign(signed, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    if signer in ("rsa-1", "stranger"):
        return _rsa(signer).sign(signed, padding.PKCS1v15(), hashes.SHA256())
    if signer == "public-as-secret":
        pem = _rsa("rsa-1").public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )  # fmt: skip
        return hmac.new(pem, signed, hashlib.sha256).digest()
    return {"none": b"", "empty": b"\0"}.get(signer, b"garbage" * 9)

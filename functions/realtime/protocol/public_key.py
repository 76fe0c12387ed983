"""One public key of an issuer (RFC 7517), made ready to check signatures. Pure.

What a check needs beside the token is made once, when the key is read: it would cost more than the
rest of a handshake's checks.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

RS256, ES256 = "RS256", "ES256"
ALGORITHMS = (RS256, ES256)  # a token does not choose its algorithm
MIN_RSA_BITS = 2048
"""RFC 7518, section 3.3: a shorter key must not be used with RS256."""
_P256_BYTES = 32
_PKCS1, _SHA256, _ECDSA = PKCS1v15(), SHA256(), ECDSA(SHA256())


class UnusableKeyError(ValueError):
    """No token can be verified by the key; the text says why."""


class PublicKey(NamedTuple):
    """A key, for one algorithm."""

    key_id: str
    algorithm: str
    signed: Callable[[bytes, bytes], bool]
    """Whether the signature (first) is this key's over the message (second)."""


def read(described: Any) -> PublicKey:
    """The key that a member of a key set describes. Raises ``UnusableKeyError``."""
    if not isinstance(described, Mapping):
        raise UnusableKeyError("not an object")
    key_id = described.get("kid")
    if not isinstance(key_id, str) or not key_id:
        raise UnusableKeyError("no kid, by which a token could name it")
    if described.get("use", "sig") != "sig":
        raise UnusableKeyError("not for signatures")
    if "d" in described:
        raise UnusableKeyError("not a public key")
    kind = described.get("kty")
    algorithm = RS256 if kind == "RSA" else ES256 if kind == "EC" else None
    if algorithm is None or described.get("alg", algorithm) != algorithm:
        raise UnusableKeyError(f"for another algorithm than {' and '.join(ALGORITHMS)}")
    try:
        check = _rsa_check(described) if algorithm == RS256 else _p256_check(described)
    except UnusableKeyError:
        raise
    except Exception as error:  # whatever a key cannot be read for, the others still count
        raise UnusableKeyError(f"unreadable ({type(error).__name__})") from error
    return PublicKey(key_id, algorithm, check)


def _rsa_check(described: Mapping[str, Any]) -> Callable[[bytes, bytes], bool]:
    modulus, exponent = (int.from_bytes(_bytes(described[name])) for name in ("n", "e"))
    key: RSAPublicKey = RSAPublicNumbers(exponent, modulus).public_key()
    if key.key_size < MIN_RSA_BITS:
        raise UnusableKeyError(f"{key.key_size} bits, must be {MIN_RSA_BITS} or more")

    def signed(signature: bytes, message: bytes) -> bool:
        try:
            key.verify(signature, message, _PKCS1, _SHA256)
        except InvalidSignature:
            return False
        return True

    return signed


def _p256_check(described: Mapping[str, Any]) -> Callable[[bytes, bytes], bool]:
    if described.get("crv") != "P-256":
        raise UnusableKeyError("not on the curve P-256")
    x, y = (_bytes(described[name]) for name in ("x", "y"))
    if len(x) != _P256_BYTES or len(y) != _P256_BYTES:
        raise UnusableKeyError(f"coordinates must be {_P256_BYTES} bytes")
    numbers = EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), SECP256R1())
    key: EllipticCurvePublicKey = numbers.public_key()

    def signed(signature: bytes, message: bytes) -> bool:
        # RFC 7518, section 3.4: both numbers side by side, each as long as the curve's.
        if len(signature) != 2 * _P256_BYTES:
            return False
        halves = signature[:_P256_BYTES], signature[_P256_BYTES:]
        encoded = encode_dss_signature(*(int.from_bytes(half) for half in halves))
        try:
            key.verify(encoded, message, _ECDSA)
        except InvalidSignature:
            return False
        return True

    return signed


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""An issuer's key set (RFC 7517): which of its keys may verify a token. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

ALGORITHMS = ("RS256", "ES256")  # a token does not choose its algorithm
MIN_RSA_BITS = 2048
"""RFC 7518, section 3.3: a shorter key must not be used with RS256."""


class KeySetError(Exception):
    """The issuer's answer holds no key that could verify a token."""


@dataclass(frozen=True)
class KeySet:
    """The keys of one answer of the issuer."""

    keys: Mapping[tuple[str, str], jwt.PyJWK]
    """By key id and algorithm: a token's ``alg`` finds only a key that is made for it."""
    passed_over: tuple[str, ...]
    """The keys that cannot verify a token, with the reason of each, for a log."""

    def knows(self, key_id: str) -> bool:
        """True when a key has this id, whatever its algorithm."""
        return any(known == key_id for known, _ in self.keys)


def parse(document: bytes) -> KeySet:
    """The usable keys of the document. Others in it are passed over: a key for encryption or for
    another algorithm is nothing wrong.

    Raises ``KeySetError`` when no key is usable: then the document says nothing about a token.
    """
    try:
        described = json.loads(document)
    except (ValueError, RecursionError):
        raise KeySetError("the key set is not JSON") from None
    listed = described.get("keys") if isinstance(described, Mapping) else None
    if not isinstance(listed, list):
        raise KeySetError("the key set must be a JSON object with a list 'keys'")
    keys: dict[tuple[str, str], jwt.PyJWK] = {}
    passed_over = []
    for number, described_key in enumerate(listed):
        read = _usable_key(described_key)
        if isinstance(read, str):
            passed_over.append(f"keys[{number}]: {read}")
        else:
            keys.setdefault((str(read.key_id), read.algorithm_name), read)
    if not keys:
        reasons = "; ".join(passed_over[:5]) or "it is empty"
        raise KeySetError(f"the key set has no key that could verify a token: {reasons}")
    return KeySet(keys, tuple(passed_over))


def _usable_key(described: Any) -> jwt.PyJWK | str:
    """The key, or why it cannot verify a token."""
    if not isinstance(described, dict):
        return "not an object"
    key_id = described.get("kid")
    if not isinstance(key_id, str) or not key_id:
        return "no kid, by which a token could name it"
    if described.get("use", "sig") != "sig":
        return "not for signatures"
    try:
        key = jwt.PyJWK(described)
    except Exception as error:  # whatever a key cannot be read for, the others still count
        return f"unreadable ({type(error).__name__})"
    if key.algorithm_name not in ALGORITHMS:
        return f"for another algorithm than {' and '.join(ALGORITHMS)}"
    return _weakness(key.key) or key


def _weakness(key: object) -> str | None:
    if isinstance(key, RSAPublicKey):
        short = key.key_size < MIN_RSA_BITS
        return f"{key.key_size} bits, must be {MIN_RSA_BITS} or more" if short else None
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return None
    return "not a public RSA or P-256 key"

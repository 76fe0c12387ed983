"""The form of a signed token (RFC 7519, the compact form of RFC 7515). Pure.

It is read as the RFCs write it, and no more tolerantly: a token has one spelling only.
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from functools import lru_cache
from typing import Any, NamedTuple

from functions.common.lambda_types import JsonObject
from functions.realtime.protocol.public_key import ALGORITHMS, PublicKey


class MalformedTokenError(ValueError):
    """The token is none that is accepted here; the text says why, without any part of it."""


class SignedToken(NamedTuple):
    """A token in its parts. Nothing of it is proven before ``claims_by``."""

    key_id: str
    algorithm: str
    message: str
    payload: str
    signature: str

    def claims_by(self, key: PublicKey) -> JsonObject:
        """The claims, if the key signed them. Raises ``ValueError`` for whatever is wrong."""
        if not key.signed(_bytes(self.signature), self.message.encode()):
            raise MalformedTokenError("the signature is not the key's")
        return _json(self.payload)


def split(token: str) -> SignedToken:
    """The parts of a token, and the key that it names. Raises ``ValueError``."""
    message, _, signature = token.rpartition(".")
    head, _, payload = message.partition(".")
    key_id, algorithm = _named_key(head)
    return SignedToken(key_id, algorithm, message, payload, signature)


@lru_cache(maxsize=16)
def _named_key(head: str) -> tuple[str, str]:
    """Key id and algorithm. All tokens that a key signs have the same head: it is read once."""
    described = _json(head)
    key_id, algorithm = described.get("kid"), described.get("alg")
    if not isinstance(key_id, str) or algorithm not in ALGORITHMS:
        raise MalformedTokenError("the token names no key, or an algorithm that is not accepted")
    # RFC 7515, section 4.1.11: what must be understood is refused by whoever understands none.
    if "crit" in described or described.get("b64", True) is not True:
        raise MalformedTokenError("the token demands an extension")
    return key_id, algorithm


def _json(part: str) -> JsonObject:
    value: Any = json.loads(_bytes(part).decode())
    if not isinstance(value, dict):
        raise MalformedTokenError("a part of the token is no JSON object")
    return value


def _bytes(part: str) -> bytes:
    """Base64url without padding. A second spelling of the same bytes is refused."""
    encoded = part.encode().translate(_TO_BASE64)
    decoded = a2b_base64(encoded + b"=" * (-len(encoded) % 4))  # passes foreign characters over
    if b2a_base64(decoded, newline=False).rstrip(b"=") != encoded:
        raise MalformedTokenError("a part of the token is not encoded as base64url")
    return decoded


_TO_BASE64 = bytes.maketrans(b"-_+/", b"+/??")
"""Base64url's two characters are base64's other ones, which must not stand in a token."""

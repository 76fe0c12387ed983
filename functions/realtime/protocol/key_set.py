"""An issuer's key set (RFC 7517): which of its keys may verify a token. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from functions.realtime.protocol import public_key
from functions.realtime.protocol.public_key import ALGORITHMS, PublicKey, UnusableKeyError


class KeySetError(Exception):
    """The issuer's answer holds no key that could verify a token."""


class KeySet(NamedTuple):
    """The keys of one answer of the issuer."""

    keys: Mapping[tuple[str, str], PublicKey]
    """By key id and algorithm: a token's ``alg`` finds only a key that is made for it."""
    passed_over: tuple[str, ...]
    """The keys that cannot verify a token, with the reason of each, for a log."""

    def knows(self, key_id: str) -> bool:
        """Whether a key has this id, whatever its algorithm."""
        return any((key_id, algorithm) in self.keys for algorithm in ALGORITHMS)


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
    keys: dict[tuple[str, str], PublicKey] = {}
    passed_over = []
    for number, described_key in enumerate(listed):
        try:
            key = public_key.read(described_key)
        except UnusableKeyError as error:
            passed_over.append(f"keys[{number}]: {error}")
        else:
            keys.setdefault((key.key_id, key.algorithm), key)
    if not keys:
        reasons = "; ".join(passed_over[:5]) or "it is empty"
        raise KeySetError(f"the key set has no key that could verify a token: {reasons}")
    return KeySet(keys, tuple(passed_over))

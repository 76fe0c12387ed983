"""Verifies the JWTs of one OIDC issuer."""

from __future__ import annotations

from typing import Any, Protocol

import jwt

from functions.common.lambda_types import JsonObject
from functions.common.token_claims import refusal_of
from functions.realtime.protocol.key_set import ALGORITHMS

CLOCK_SKEW_SECONDS = 30
"""How far the issuer's clock may be off ours, for ``iat``, ``nbf`` and ``exp``. An issuer that is a
second ahead would otherwise be refused in that second after each sign-in. Hosts that keep time by
NTP differ by less than a second; half a minute is what careless ones reach."""


class InvalidTokenError(Exception):
    """The token is missing, malformed, forged, expired or for another audience."""


class KeySource(Protocol):
    """Where an issuer's public keys come from."""

    def key_for(self, key_id: str, algorithm: str) -> jwt.PyJWK | None:
        """The key of that id for that algorithm; ``None`` when the issuer publishes none.

        Whatever it raises means that keys could not be had, and says nothing about the token.
        """


class TokenVerifier:
    """Checks signature, issuer, audience, times and what both doors demand of claims.

    A stranger chooses every byte of a token. So whatever its decoding raises is the token's fault;
    only the lookup of the key is outside.
    """

    def __init__(self, issuer: str, audience: str, keys: KeySource) -> None:
        self._issuer, self._audience, self._keys = issuer, audience, keys

    def verify(self, token: str | None) -> JsonObject:
        """The claims of a valid token. ``InvalidTokenError`` for any other."""
        if not token:
            raise InvalidTokenError("no token")
        key = self._keys.key_for(*_named_key(token))
        if key is None:
            raise InvalidTokenError("the issuer publishes no such key for this algorithm")
        try:
            claims: JsonObject = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                issuer=self._issuer,
                leeway=CLOCK_SKEW_SECONDS,
                options={
                    "require": ["exp", "iss", "sub"],
                    "verify_aud": False,
                    "enforce_minimum_key_length": True,
                },
            )
            refused = refusal_of(claims) or self._audience_refusal(claims)
        except Exception as error:
            raise InvalidTokenError(type(error).__name__) from error
        if refused:
            raise InvalidTokenError(refused)
        return claims

    def _audience_refusal(self, claims: JsonObject) -> str | None:
        """The audience is ``aud`` in OIDC, and ``client_id`` in Cognito's access tokens."""
        audience = claims.get("aud", claims.get("client_id"))
        audiences = audience if isinstance(audience, list) else [audience]
        return None if self._audience in audiences else "the token is for another audience"


def _named_key(token: str) -> tuple[str, str]:
    """Key id and algorithm that the token names, both still unproven."""
    try:
        head: dict[str, Any] = jwt.get_unverified_header(token)
        key_id, algorithm = head.get("kid"), head.get("alg")
    except Exception as error:
        raise InvalidTokenError(type(error).__name__) from error
    if not isinstance(key_id, str) or algorithm not in ALGORITHMS:
        raise InvalidTokenError("the token names no key, or an algorithm that is not accepted")
    return key_id, str(algorithm)

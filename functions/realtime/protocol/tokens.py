"""Verifies the JWTs of one OIDC issuer."""

from __future__ import annotations

import time
from typing import Protocol

from functions.common.lambda_types import JsonObject
from functions.common.token_claims import refusal_of
from functions.realtime.protocol import signed_token
from functions.realtime.protocol.public_key import PublicKey
from functions.realtime.protocol.signed_token import MalformedTokenError, SignedToken

CLOCK_SKEW_SECONDS = 30
"""How far the issuer's clock may be off ours, for ``iat``, ``nbf`` and ``exp``. An issuer that is a
second ahead would otherwise be refused in that second after each sign-in. Hosts that keep time by
NTP differ by less than a second; half a minute is what careless ones reach."""


class InvalidTokenError(Exception):
    """The token is missing, malformed, forged, expired or for another audience."""


class KeySource(Protocol):
    """Where an issuer's public keys come from."""

    def key_for(self, key_id: str, algorithm: str) -> PublicKey | None:
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
        try:
            parts = signed_token.split(token)
        except Exception as error:
            raise _invalid(error) from error
        key = self._keys.key_for(parts.key_id, parts.algorithm)
        if key is None:
            raise InvalidTokenError("the issuer publishes no such key for this algorithm")
        return self._verified(parts, key)

    def _verified(self, parts: SignedToken, key: PublicKey) -> JsonObject:
        try:
            claims = parts.claims_by(key)
            refused = self._refusal_of(claims, time.time()) or refusal_of(claims)
        except Exception as error:
            raise _invalid(error) from error
        if refused:
            raise InvalidTokenError(refused)
        return claims

    def _refusal_of(self, claims: JsonObject, now: float) -> str | None:
        """What this door alone checks. It raises for a time that is no number."""
        if claims.get("iss") != self._issuer:
            return "the token is of another issuer"
        if claims.get("exp") is None or int(claims["exp"]) <= now - CLOCK_SKEW_SECONDS:
            return "the token has expired, or never does"
        for starts in ("iat", "nbf"):
            if starts in claims and int(claims[starts]) > now + CLOCK_SKEW_SECONDS:
                return "the token is not valid yet"
        if not isinstance(claims.get("jti", ""), str):
            return "jti must be a text"
        # The audience is ``aud`` in OIDC, and ``client_id`` in Cognito's access tokens.
        audience = claims.get("aud", claims.get("client_id"))
        audiences = audience if isinstance(audience, list) else [audience]
        return None if self._audience in audiences else "the token is for another audience"


def _invalid(error: Exception) -> InvalidTokenError:
    """A text of ours says what is wrong; any other might repeat what a stranger sent."""
    ours = isinstance(error, MalformedTokenError)
    return InvalidTokenError(str(error) if ours else type(error).__name__)

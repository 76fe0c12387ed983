"""Verifies the JWTs of one OIDC issuer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import jwt

from functions.common.lambda_types import JsonObject

ALGORITHMS = ("RS256", "ES256")  # a token does not choose its algorithm
REFETCH_COOLDOWN_SECONDS = 60.0
KEYS_LIFESPAN_SECONDS = 3600


class InvalidTokenError(Exception):
    """The token is missing, malformed, forged, expired or for another audience."""


class KeySource(Protocol):
    """Where an issuer's public keys come from."""

    def key_for(self, key_id: str) -> Any:
        """The public key of that id. ``InvalidTokenError`` when the issuer publishes none."""


class JwksKeys:
    """An issuer's published keys, cached.

    An unknown key id fetches them again, at most once per cooldown, also while fetching fails.
    Without the cooldown, invented key ids would turn every handshake into a request to the issuer.
    """

    def __init__(
        self, jwks_url: str, *, now: Callable[[], float] = time.monotonic, client: Any = None
    ) -> None:
        self._client = client or jwt.PyJWKClient(
            jwks_url,
            cache_keys=False,
            lifespan=KEYS_LIFESPAN_SECONDS,
            timeout=5,
            # Some providers refuse Python's default user agent.
            headers={"User-Agent": "realtime-notifier", "Accept": "application/json"},
        )
        self._now = now
        self._refetched = float("-inf")

    def key_for(self, key_id: str) -> Any:
        known = self._find(key_id, refresh=False)
        if known is None and self._now() - self._refetched >= REFETCH_COOLDOWN_SECONDS:
            self._refetched = self._now()
            known = self._find(key_id, refresh=True)
        if known is None:
            raise InvalidTokenError("the issuer publishes no key of this id")
        return known

    def _find(self, key_id: str, *, refresh: bool) -> Any:
        keys = self._client.get_signing_keys(refresh=refresh)
        return next((found.key for found in keys if found.key_id == key_id), None)


class TokenVerifier:
    """Checks signature, issuer, audience and expiry."""

    def __init__(self, issuer: str, audience: str, keys: KeySource) -> None:
        self._issuer, self._audience, self._keys = issuer, audience, keys

    def verify(self, token: str | None) -> JsonObject:
        """The claims of a valid token. ``InvalidTokenError`` for any other."""
        if not token:
            raise InvalidTokenError("no token")
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in ALGORITHMS:
                raise InvalidTokenError("the token's algorithm is not accepted")
            claims: JsonObject = jwt.decode(
                token,
                self._keys.key_for(str(head.get("kid"))),
                algorithms=list(ALGORITHMS),
                issuer=self._issuer,
                options={"require": ["exp", "iss", "sub"], "verify_aud": False},
            )
        except jwt.PyJWKClientConnectionError:
            raise  # the issuer could not be reached: the token may be valid
        except jwt.PyJWTError as error:
            raise InvalidTokenError(type(error).__name__) from error
        self._check_audience(claims)
        return claims

    def _check_audience(self, claims: JsonObject) -> None:
        """The audience is ``aud`` in OIDC, and ``client_id`` in Cognito's access tokens."""
        audience = claims.get("aud", claims.get("client_id"))
        audiences = audience if isinstance(audience, list) else [audience]
        if self._audience not in audiences:
            raise InvalidTokenError("the token is for another audience")

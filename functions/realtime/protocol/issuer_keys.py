"""An issuer's published keys, cached, and kept while the issuer is down.

A key that is not among them is judged by the last fetch. If it succeeded, the issuer publishes no
such key, and the token is refused. If it failed, the key may be one that the issuer made since:
then the lookup fails, which is never the user's fault. So a stranger with an invented key id can
cause such failures, and calls of ``report``, during an outage that is reported anyway, and never
otherwise. A key that is published within the cooldown after a good fetch is refused until it ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from functions.common.observability import logger
from functions.realtime.protocol import key_set
from functions.realtime.protocol.key_set import KeySet
from functions.realtime.protocol.public_key import PublicKey

LIFESPAN_SECONDS = 3600.0
"""Age at which keys are fetched anew. A withdrawn key is accepted that long."""
KEPT_SECONDS = 6 * 3600.0
"""Age up to which keys are used while fetching fails. An issuer's outage passes within hours, and
its users' tokens are good meanwhile; a key that the issuer withdrew must not live on for days."""
COOLDOWN_SECONDS = 60.0
"""Shortest time between two fetches. Without it, invented key ids would turn every handshake into a
request to the issuer, and each handshake would wait for an issuer that is down."""
FIRST_COOLDOWN_SECONDS = 10.0
"""The same while no key is known: then nobody can connect, and a passing fault should cost seconds.
It is longer than a fetch, or handshakes would fetch without end."""


class KeysUnavailableError(Exception):
    """No key of the issuer is known, or not its newest: whether a token is good cannot be told.
    Never the user's fault."""


class IssuerKeys:
    """The keys that this process knows.

    The cooldown starts with each attempt, whatever it was for and however it ended. An answer
    without a usable key counts as a failure: it says nothing about a token.
    """

    def __init__(
        self,
        fetch: Callable[[], bytes],
        *,
        report: Callable[[], None] = lambda: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """``report`` is called for each failed fetch, and for each handshake that fails between
        two fetches: an alarm counts the calls."""
        self._fetch, self._report, self._now = fetch, report, now
        self._keys: KeySet | None = None
        self._fetched_at = self._tried_at = float("-inf")
        self._failed = False

    def key_for(self, key_id: str, algorithm: str) -> PublicKey | None:
        """The issuer's key of that id for that algorithm; ``None`` when it publishes none.

        Raises ``KeysUnavailableError``.
        """
        tried = self._age() >= LIFESPAN_SECONDS and self._refresh()
        if self._keys is None or self._age() >= KEPT_SECONDS:
            self._keys = None
            raise self._unavailable("no key of the issuer is known", reported=tried)
        if not self._keys.knows(key_id):
            tried = self._refresh() or tried
            if self._failed:
                what = "the key may be newer than the keys that could be fetched"
                raise self._unavailable(what, reported=tried)
        return self._keys.keys.get((key_id, algorithm))

    def _unavailable(self, what: str, *, reported: bool) -> KeysUnavailableError:
        """Counted once for each handshake: a fetch that just failed has been."""
        if not reported:
            self._report()
        return KeysUnavailableError(what)

    def _age(self) -> float:
        return self._now() - self._fetched_at

    def _refresh(self) -> bool:
        """Fetch the keys unless it is too early. False when it is."""
        started = self._now()
        cooldown = COOLDOWN_SECONDS if self._keys else FIRST_COOLDOWN_SECONDS
        if started - self._tried_at < cooldown:
            return False
        self._tried_at, self._failed = started, True
        try:
            self._keys = key_set.parse(self._fetch())
        except Exception as error:  # whatever it is, it is the issuer's or ours
            logger.warning("the issuer's keys cannot be fetched", reason=repr(error)[:1000])
            self._report()
            return True
        self._fetched_at, self._failed = started, False
        if self._keys.passed_over:
            logger.info("keys passed over", keys=self._keys.passed_over[:20])
        return True

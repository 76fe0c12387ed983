"""Sends the events that one client missed, in order, as far as one answer goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from functions.realtime.protocol.cloudevents import with_epoch
from functions.realtime.push.management_api import CallResult, ManagementApi
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.replay_log_items import Entry

PAGE_SECONDS = 14.0
"""Longest duration of one answer. One more slow post still fits API Gateway's 29 s."""
PAGE_EVENTS = 500
"""Most events of one answer."""


class Sent(NamedTuple):
    """How far an answer went."""

    result: CallResult
    """Of the last post. Unless it is ``DELIVERED`` the answer ends here."""
    through: int = 0
    complete: bool = True
    more: bool = False


class Replay:
    """Posts the events of a log to one connection."""

    def __init__(
        self,
        log: ReplayLog,
        management: ManagementApi,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        page_events: int = PAGE_EVENTS,
    ) -> None:
        self._log, self._management = log, management
        self._monotonic = monotonic
        self.page_events = page_events

    def send(
        self, connection_id: str, user_id: str, after: int, head: Entry, *, gapless: bool
    ) -> Sent:
        """Post the events after ``after`` up to ``head``, each with its epoch.

        ``gapless``: whether a number that is missing is an event that the client missed. A client
        that asks for the replay window misses nothing that has left it.
        """
        started, sent, complete, last = self._monotonic(), 0, True, after
        for sequence, text in self._log.between(user_id, after, head):
            late = self._monotonic() - started > PAGE_SECONDS
            if sent and (late or sent == self.page_events):
                return Sent(CallResult.DELIVERED, last, complete, more=True)
            complete = complete and (not gapless or sequence == last + 1)
            posted = self._management.post(connection_id, with_epoch(text, self._log.epoch()))
            if posted is CallResult.THROTTLED:
                # The client reads too slowly. It connects again and resumes after what it has.
                self._management.close(connection_id)
            if posted is not CallResult.DELIVERED:
                return Sent(posted)
            last, sent = sequence, sent + 1
        complete = complete and (not gapless or last == head.sequence)
        return Sent(CallResult.DELIVERED, head.sequence, complete)

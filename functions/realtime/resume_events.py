"""``resume``: send the events that a client missed, in order, then ``realtime.resumed``.

Many missed events are sent in several answers: ``realtime.resumed`` then says ``more``, and the
client resumes again after ``through``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from contract.frames import EXPIRED, INVALID_AFTER
from functions.common import clock, environment
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol import frames
from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.protocol.identity import authorized_until, user_of
from functions.realtime.protocol.resume_request import InvalidAfterError, parse_after
from functions.realtime.push.management_api import CallResult, ManagementApi
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.replay_log_items import Entry

ENVIRONMENT: tuple[str, ...] = ("EVENTS_TABLE", "MANAGEMENT_ENDPOINT")
PAGE_SECONDS = 14.0
"""Longest duration of one answer. One more slow post still fits API Gateway's 29 s."""
PAGE_EVENTS = 500
"""Most events of one answer."""
TOKEN_EXPIRED = frames.Error(
    code=EXPIRED,
    message="The token of this connection has expired. Connect again with a new one.",
)


class Resume:
    """One answer to one ``resume`` frame."""

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
        self._page_events = page_events

    def answer(self, event: LambdaEvent, now: int) -> None:
        """Post the missed events and ``realtime.resumed``; a bad frame gets ``realtime.error``.

        A connection whose token has expired gets an error and is closed.
        """
        connection_id = event["requestContext"]["connectionId"]
        expires_at = authorized_until(event)
        if expires_at is not None and expires_at <= now:
            self._send(connection_id, TOKEN_EXPIRED)
            self._management.close(connection_id)
            return
        user_id = user_of(event)
        head = self._log.head(user_id)
        try:
            after = parse_after(event.get("body"), head.sequence if head else 0)
        except InvalidAfterError as refused:
            asked = refused.after if isinstance(refused.after, str) else None
            frame = frames.Error(code=INVALID_AFTER, message=str(refused), after=asked)
            self._send(connection_id, frame)
            return
        if head is None:
            self._send_resumed(connection_id, after, 0, complete=True)
        else:
            self._replay(connection_id, user_id, after, head)

    def _replay(self, connection_id: str, user_id: str, after: int | None, head: Entry) -> None:
        started, sent, complete = self._monotonic(), 0, True
        last = after or 0
        for sequence, text in self._log.between(user_id, last, head):
            late = self._monotonic() - started > PAGE_SECONDS
            if sent and (late or sent == self._page_events):
                self._send_resumed(connection_id, after, last, complete, more=True)
                return
            # A skipped number is an event that has left the replay window. A client without
            # ``after`` asks for the window only, so it misses nothing.
            complete = complete and (after is None or sequence == last + 1)
            posted = self._management.post(connection_id, text)
            if posted is CallResult.THROTTLED:
                # The client reads too slowly. It connects again and resumes after what it has.
                self._management.close(connection_id)
            if posted is not CallResult.DELIVERED:
                return
            last, sent = sequence, sent + 1
        complete = complete and (after is None or last == head.sequence)
        self._send_resumed(connection_id, after, head.sequence, complete)

    def _send_resumed(
        self,
        connection_id: str,
        after: int | None,
        through: int,
        complete: bool,
        more: bool = False,
    ) -> None:
        asked = None if after is None else sequence_text(after)
        through_text = sequence_text(through)
        logger.debug("resumed", after=asked, through=through_text, complete=complete, more=more)
        frame = frames.Resumed(after=asked, through=through_text, complete=complete, more=more)
        self._send(connection_id, frame)

    def _send(self, connection_id: str, frame: frames.Resumed | frames.Error) -> None:
        self._management.post(connection_id, frames.control_text(frame))


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    log = ReplayLog(environment.read("EVENTS_TABLE"))
    management = ManagementApi(environment.read("MANAGEMENT_ENDPOINT"))
    Resume(log, management).answer(event, clock.epoch_seconds())
    return {"statusCode": 200}

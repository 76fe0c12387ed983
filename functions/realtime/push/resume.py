"""Answers one ``resume`` frame. Whatever the frame holds, it ends in an answer or an error."""

from __future__ import annotations

from collections.abc import Callable

from contract.frames import EXPIRED, INVALID_AFTER, TOO_SOON
from functions.common import clock
from functions.common.lambda_types import LambdaEvent
from functions.common.observability import logger
from functions.realtime.protocol import frames, resume_request
from functions.realtime.protocol.cloudevents import sequence_text
from functions.realtime.protocol.frame_rate import FrameRate
from functions.realtime.protocol.identity import authorized_until, user_of
from functions.realtime.protocol.resume_request import (
    InvalidAfterError,
    MalformedFrameError,
    ResumeRequest,
)
from functions.realtime.push.admission import Admission
from functions.realtime.push.management_api import CallResult, ManagementApi
from functions.realtime.push.replay import Replay, Sent
from functions.realtime.stores.replay_log import ReplayLog
from functions.realtime.stores.replay_log_items import Entry
from functions.realtime.stores.subscription import Subscriptions

TOKEN_EXPIRED = frames.Error(
    code=EXPIRED,
    message="The token of this connection has expired. Connect again with a new one.",
)
_IN_STEP = Sent(CallResult.DELIVERED)


class Resume:
    """Answers to ``resume`` frames of one stage."""

    def __init__(
        self,
        log: ReplayLog,
        subscriptions: Subscriptions,
        admission: Admission,
        replay: Replay,
        management: ManagementApi,
        rate: FrameRate,
        *,
        within_seconds: int | None = None,
        now_ms: Callable[[], int] = clock.epoch_milliseconds,
    ) -> None:
        self._log, self._subscriptions, self._admission = log, subscriptions, admission
        self._replay, self._management, self._rate = replay, management, rate
        self._within_seconds, self._now_ms = within_seconds, now_ms

    def answer(self, event: LambdaEvent) -> None:
        """Post the missed events and ``realtime.resumed``; a bad frame gets ``realtime.error``.

        A connection that sends too many frames is closed, and so is one whose token has expired,
        after an error. A connection without a row gets its row again, unless it turns out to be
        gone.
        """
        connection_id = event["requestContext"]["connectionId"]
        if self._rate.exceeded_by(connection_id):
            logger.info("closed a connection that sends too many frames")
            self._management.close(connection_id)
            return
        expires_at = authorized_until(event)
        if expires_at is not None and expires_at <= self._now_ms() // 1000:
            self._post(connection_id, TOKEN_EXPIRED)
            self._management.close(connection_id)
            return
        try:
            request = resume_request.parse(event)
        except MalformedFrameError:
            self._post(connection_id, frames.MALFORMED_ANSWER)
        except InvalidAfterError as refused:
            self._refuse(connection_id, refused)
        else:
            self._serve(event, request)

    def _serve(self, event: LambdaEvent, request: ResumeRequest) -> None:
        connection_id, user_id = event["requestContext"]["connectionId"], user_of(event)
        row, head = self._subscriptions.read(user_id, connection_id)
        if row is not None or not self._admission.admit_again(event):
            self._answer(connection_id, user_id, request, head)
            return
        logger.info("a connection had lost its row")
        result = CallResult.GONE
        try:
            # A push that found no row may have moved the head since.
            head = self._subscriptions.read(user_id, connection_id).head
            result = self._answer(connection_id, user_id, request, head)
        finally:
            if result is CallResult.GONE:  # or nobody knows: the next resume makes it again
                self._admission.dismiss(event)

    def _answer(
        self, connection_id: str, user_id: str, request: ResumeRequest, head: Entry | None
    ) -> CallResult:
        """Send what is missing: the result of the last post."""
        foreign = request.foreign_to(self._log.epoch())
        last = head.sequence if head else 0
        if not foreign:
            try:
                request.check_after(last)
            except InvalidAfterError as refused:
                return self._refuse(connection_id, refused)
        # A number of another life of the log says nothing about this one.
        start = 0 if foreign else request.after or 0
        sent = _IN_STEP._replace(through=last)
        if head and start < last:
            through = min(start + self._replay.page_events, last)
            wait = self._subscriptions.seconds_to_wait(
                user_id, connection_id, start, through, self._now_ms()
            )
            if wait:
                return self._put_off(connection_id, wait)
            gapless = request.after is not None
            sent = self._replay.send(connection_id, user_id, start, head, gapless=gapless)
            if sent.result is not CallResult.DELIVERED:
                return sent.result
        resumed = frames.Resumed(
            after=None if request.after is None else sequence_text(request.after),
            through=sequence_text(sent.through),
            complete=sent.complete and not foreign,
            epoch=self._log.epoch(),
            more=sent.more,
            resume_within_seconds=self._within_seconds,
        )
        logger.debug("resumed", **resumed._asdict())
        return self._post(connection_id, resumed)

    def _put_off(self, connection_id: str, seconds: int) -> CallResult:
        message = f"Missed events were sent a moment ago. Resume again in {seconds} s."
        return self._post(
            connection_id, frames.Error(TOO_SOON, message, retry_after_seconds=seconds)
        )

    def _refuse(self, connection_id: str, refused: InvalidAfterError) -> CallResult:
        frame = frames.Error(INVALID_AFTER, str(refused), after=refused.after)
        return self._post(connection_id, frame)

    def _post(self, connection_id: str, frame: frames.Resumed | frames.Error) -> CallResult:
        return self._management.post(connection_id, frames.control_text(frame))

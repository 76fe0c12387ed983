"""A WebSocket to the stage, as a page of the shop has one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.frames import CloseCode
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from contract import frames
from operations.verify.line_causes import CLOSED, NO_JSON, REFUSED
from operations.verify.report import VerificationError
from operations.verify.stage import StageToVerify

ANSWER_SECONDS = 35
"""How long a handshake or a frame may take: API Gateway gives its functions 29 s."""
MOST_PAGES = 100
"""Answers with missed events that are read until the log is complete. Each has up to 500 events."""
OLDER = "likely cause: the stage's functions are older than this command; deploy"
FIELDS_OF_AN_EVENT = ("id", "type", "sequence", "data")
FIELDS = {frames.RESUMED: ("through", "epoch")}
"""What is read of each type of control frame."""

Frame = dict[str, Any]


class Line:
    """An open connection. Keeps every frame that it has got."""

    def __init__(self, stage: StageToVerify, token: str) -> None:
        """Connect. ``VerificationError`` says what answered instead of 101."""
        self.frames: list[Frame] = []
        self._socket = _connect(stage, token)

    def resume(self, after: Frame | None) -> Frame:
        """Ask for what was missed after the event ``after``; the answer when there is no more.

        Without ``after``, ask for all of the replay window.
        """
        asked = {} if after is None else {n: after[n] for n in ("sequence", "epoch") if n in after}
        for _ in range(MOST_PAGES):
            request = {"action": frames.RESUME}
            if asked:
                request |= {"after": asked.pop("sequence")} | asked
            read = len(self.frames)
            try:
                self._socket.send(json.dumps(request))
            except ConnectionClosed as closed:
                raise self._closed(closed) from closed
            answer = self.wait_for(_is_answer, ANSWER_SECONDS, read)
            if answer is None:
                got = [one.get("type") for one in self.frames[read:]] or "nothing"
                raise VerificationError(
                    f"no answer to resume within {ANSWER_SECONDS} s; received: {got}",
                    ["likely cause: resume_events fails or cannot post to connections; its log and "
                     "the WebSocket API's access log say why"],
                )  # fmt: skip
            if _is_error(answer):
                raise VerificationError(f"resume was refused: {answer}")
            if not answer.get("more"):
                return answer
            asked = {"sequence": answer["through"], "epoch": answer["epoch"]}
        raise VerificationError(f"the log was not complete after {MOST_PAGES} answers to resume")

    def wait_for(
        self, wanted: Callable[[Frame], bool], seconds: float, start: int = 0
    ) -> Frame | None:
        """The first such frame from the frame number ``start`` on; None if none comes in time."""
        deadline = time.monotonic() + seconds
        while True:
            for frame in self.frames[start:]:
                if wanted(frame):
                    return frame
            start = len(self.frames)
            try:
                text = self._socket.recv(max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                return None
            except ConnectionClosed as closed:
                raise self._closed(closed) from closed
            try:
                frame = json.loads(text)
            except ValueError as failed:
                raise VerificationError(
                    f"a frame is no JSON: {text[:200]!r}", [NO_JSON]
                ) from failed
            if isinstance(frame, dict):
                _check_fields(frame)
                self.frames.append(frame)

    def _closed(self, closed: ConnectionClosed) -> VerificationError:
        code = closed.rcvd.code if closed.rcvd else CloseCode.ABNORMAL_CLOSURE
        said = [f"before that it said: {frame}" for frame in self.frames if _is_error(frame)]
        cause = CLOSED.get(code, "likely cause: a proxy or a firewall between here and the stage")
        return VerificationError(f"the stage closed the connection: {closed}", [*said, cause])

    def drop(self) -> None:
        """End as a network that is lost does: without a close frame."""
        self._socket.close_socket()


def _is_answer(frame: Frame) -> bool:
    return frame.get("type") in (frames.RESUMED, frames.ERROR)


def _is_error(frame: Frame) -> bool:
    return frame.get("type") == frames.ERROR


def _check_fields(frame: Frame) -> None:
    """``VerificationError`` for an event or an answer to resume that lacks what is read of it."""
    needed = FIELDS_OF_AN_EVENT if is_event(frame) else FIELDS.get(str(frame.get("type")), ())
    missing = [name for name in needed if name not in frame]
    if missing:
        raise VerificationError(f"{', '.join(missing)} is missing in {frame}", [OLDER])


def is_event(frame: Frame) -> bool:
    """Whether it is an event of the user, and no control frame."""
    return "specversion" in frame


def _connect(stage: StageToVerify, token: str) -> ClientConnection:
    origin = stage.allowed_origins[0]
    offered = [Subprotocol(frames.PROTOCOL), Subprotocol(f"{frames.BEARER_PREFIX}{token}")]
    try:
        socket = connect(
            stage.websocket_url,
            origin=Origin(origin),
            subprotocols=offered,
            open_timeout=ANSWER_SECONDS,
            close_timeout=5,
            ping_interval=None,  # the line lives for minutes
            proxy=None if stage.emulator_url else True,
        )
    except InvalidStatus as refused:
        status, body = refused.response.status_code, refused.response.body or b""
        said = body.decode(errors="replace")[:200].strip() or "no text"
        cause = REFUSED.get(
            status, "likely cause: a proxy or a firewall between here and the stage"
        )
        raise VerificationError(
            f"no 101: {stage.websocket_url} answered {status} ({said}) to the origin {origin}",
            [cause],
        ) from refused
    except (WebSocketException, OSError, EOFError) as failed:
        raise VerificationError(
            f"no 101: {stage.websocket_url} gave no HTTP answer: {failed or type(failed).__name__}",
            ["likely cause: the network, a proxy, or a domain name that does not lead to the API"],
        ) from failed
    if socket.subprotocol != frames.PROTOCOL:
        socket.close()
        raise VerificationError(
            f"the stage chose the subprotocol {socket.subprotocol!r}, not {frames.PROTOCOL}: "
            "browsers would close the connection"
        )
    return socket

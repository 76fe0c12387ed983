"""What a ``resume`` frame asks for. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from contract.frames import RESUME, SEQUENCE_DIGITS
from functions.common.lambda_types import JsonObject, LambdaEvent

_SEQUENCE = re.compile(rf"[0-9]{{{SEQUENCE_DIGITS}}}")
_EPOCH_CHARACTERS = 256
"""Longest ``epoch`` that is compared. A server of another version may have longer ones."""


class MalformedFrameError(ValueError):
    """The frame is no ``resume``: not JSON, no object, or with fields of the wrong kind."""


class InvalidAfterError(ValueError):
    """``after`` is not a sequence of this user's log. The text is fit for the client."""

    def __init__(self, text: str, after: str | None = None) -> None:
        super().__init__(text)
        self.after = after
        """What was asked, if it is a sequence. Nothing else may be echoed: a text of the client's
        may have no encoding, or more bytes than a frame can have."""


@dataclass(frozen=True)
class ResumeRequest:
    """A well-formed ``resume``."""

    after: int | None = None
    """The last sequence that the client has; ``None`` asks for the whole replay window."""
    epoch: str | None = None
    """The epoch that the client last got. ``None``: a client from before there were epochs."""

    def foreign_to(self, epoch: str) -> bool:
        """Whether ``after`` counts in another life of the log."""
        return self.after is not None and self.epoch is not None and self.epoch != epoch

    def check_after(self, head_sequence: int) -> None:
        """Raise ``InvalidAfterError`` for a sequence that is ahead of this user's log.

        Sequences do not name their user: another user's sequence is read as the same number of
        this user's log.
        """
        if self.after is not None and self.after > head_sequence:
            raise InvalidAfterError(
                "'after' is ahead of the last event of this user.",
                f"{self.after:0{SEQUENCE_DIGITS}d}",
            )


def parse(event: LambdaEvent) -> ResumeRequest:
    """The request in a route's event. ``MalformedFrameError``, ``InvalidAfterError``.

    Nothing that a client can send raises anything else.
    """
    frame = _object(event)
    if frame.get("action") != RESUME:
        raise MalformedFrameError("the action is not 'resume'")
    epoch = frame.get("epoch")
    if epoch is not None and (not isinstance(epoch, str) or len(epoch) > _EPOCH_CHARACTERS):
        raise MalformedFrameError("'epoch' is not a text that a server sent")
    return ResumeRequest(_sequence(frame.get("after")), epoch)


def _object(event: LambdaEvent) -> JsonObject:
    body = event.get("body")
    # A binary frame arrives in base64, if at all: API Gateway closes connections that send one.
    if not isinstance(body, str) or event.get("isBase64Encoded"):
        raise MalformedFrameError("the frame has no text")
    try:
        frame = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise MalformedFrameError("the frame is not JSON") from error
    if not isinstance(frame, dict):
        raise MalformedFrameError("the frame is not a JSON object")
    return frame


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _sequence(after: object) -> int | None:
    if after is None:
        return None
    if not isinstance(after, str) or not _SEQUENCE.fullmatch(after):
        raise InvalidAfterError(f"'after' must be a sequence: a text of {SEQUENCE_DIGITS} digits.")
    return int(after)

"""``resume``: send what a page missed, in order, then ``realtime.resumed``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from functions.common import environment
from functions.common.observability import logger
from functions.realtime import frames
from functions.realtime.cloudevents import SEQUENCE_DIGITS, sequence_text
from functions.realtime.delivery import DELIVERED, Courier
from functions.realtime.event_log import EventLog
from functions.realtime.identity import user_of

ENVIRONMENT: tuple[str, ...] = ("EVENTS_TABLE", "MANAGEMENT_ENDPOINT")
_SEQUENCE = re.compile(rf"[0-9]{{{SEQUENCE_DIGITS}}}")


class InvalidAfter(ValueError):
    """``after`` is no sequence of this user's log; the text is fit for the client."""


def parse_after(body: str | None) -> int | None:
    """The last sequence that the client has; ``None`` asks for the whole window."""
    after = json.loads(body or "{}").get("after")
    if after is None:
        return None
    if not isinstance(after, str) or not _SEQUENCE.fullmatch(after):
        raise InvalidAfter(f"'after' must be a sequence: a text of {SEQUENCE_DIGITS} digits.")
    return int(after)


def resume_events(event: Mapping[str, Any], log: EventLog, courier: Courier) -> None:
    """Post the missed events and then ``realtime.resumed``; a bad ``after`` gets an error."""
    connection_id = event["requestContext"]["connectionId"]
    user_id = user_of(event)
    try:
        after = parse_after(event.get("body"))
        head = log.head(user_id)
        if after is not None and after > head:
            raise InvalidAfter("'after' is ahead of the last event of this user.")
    except InvalidAfter as refused:
        courier.post(connection_id, frames.encode(frames.error("invalid-after", str(refused))))
        return
    last, complete = after or 0, True
    for sequence, text in log.after(user_id, after or 0):
        if after is not None and sequence != last + 1:
            complete = False  # the events between are older than the replay window
        if courier.post(connection_id, text) != DELIVERED:
            return  # the page is gone or too slow: it resumes from what it has
        last = sequence
    if after is not None and last < head:
        complete = False
    through = sequence_text(max(last, head))
    courier.post(connection_id, frames.encode(frames.resumed(through, complete)))


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    resume_events(
        event,
        EventLog(environment.read("EVENTS_TABLE")),
        Courier(environment.read("MANAGEMENT_ENDPOINT")),
    )
    return {"statusCode": 200}

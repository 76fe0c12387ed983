"""What a ``resume`` frame asks for. Pure."""

from __future__ import annotations

import json
import re

from contract.frames import SEQUENCE_DIGITS

_SEQUENCE = re.compile(rf"[0-9]{{{SEQUENCE_DIGITS}}}")


class InvalidAfterError(ValueError):
    """``after`` is not a sequence of this user's log. The text is fit for the client."""

    def __init__(self, text: str, after: object) -> None:
        super().__init__(text)
        self.after = after


def parse_after(body: str | None, head_sequence: int) -> int | None:
    """The last sequence that the client has; ``None`` asks for the whole replay window.

    Raises ``InvalidAfterError`` for a value that is not a sequence, or is above ``head_sequence``.
    Sequences do not name their user: another user's sequence is read as the same number of this
    user's log.
    """
    after = json.loads(body or "{}").get("after")
    if after is None:
        return None
    if not isinstance(after, str) or not _SEQUENCE.fullmatch(after):
        raise InvalidAfterError(
            f"'after' must be a sequence: a text of {SEQUENCE_DIGITS} digits.", after
        )
    if int(after) > head_sequence:
        raise InvalidAfterError("'after' is ahead of the last event of this user.", after)
    return int(after)

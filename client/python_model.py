"""A model in Python of how a page with client/realtime.js handles its frames. Pure.

The soak and a property test play pages by this model and check which events the pages got.
"""

from __future__ import annotations

import json
from typing import Any

from contract.frames import RESUME, RESUMED, SEQUENCE_DIGITS


class ProtocolError(Exception):
    """The server answered ``realtime.error``, though every frame of the page was valid."""


class PageModel:
    """One page of one user. It keeps its last sequence when it loses a connection."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.connection_id: str | None = None
        self.delivered: list[int] = []
        self.gaps: list[tuple[int, int]] = []
        """(last sequence before, ``through``) of each resume whose answer was not complete."""
        self.wants_resume = False
        self.resuming = False
        self._last_sequence: int | None = None
        self._asked: str | None = None
        self._waiting: dict[int, None] = {}

    @property
    def through(self) -> int:
        """The page has every event up to this number, apart from those in ``gaps``."""
        return self._last_sequence or 0

    def opened(self, connection_id: str) -> None:
        self.connection_id = connection_id
        self.wants_resume = True

    def lost(self) -> None:
        self.connection_id = None
        self.wants_resume = self.resuming = False
        self._waiting.clear()

    def resume_frame(self) -> dict[str, Any]:
        """The ``resume`` frame that the page sends now."""
        self.wants_resume, self.resuming = False, True
        self._asked = (
            None if self._last_sequence is None else f"{self._last_sequence:0{SEQUENCE_DIGITS}d}"
        )
        after = {} if self._asked is None else {"after": self._asked}
        return {"action": RESUME, **after}

    def receive(self, text: str) -> None:
        frame = json.loads(text)
        if frame.get("specversion"):
            self._event(int(frame["sequence"]))
        elif frame["type"] == RESUMED:
            if self.resuming and frame["after"] == self._asked:  # not a copy of an earlier answer
                self._resumed(int(frame["through"]), frame["complete"], frame.get("more", False))
        else:
            raise ProtocolError(text)

    def _event(self, sequence: int) -> None:
        if self._last_sequence is not None and sequence <= self._last_sequence:
            return
        follows = self._last_sequence is None or sequence == self._last_sequence + 1
        if not self.resuming and follows:
            self._deliver(sequence)
            return
        self._waiting[sequence] = None
        self.wants_resume = self.wants_resume or not self.resuming

    def _resumed(self, through: int, complete: bool, more: bool) -> None:
        before = self._last_sequence or 0
        held = sorted(self._waiting)
        self._waiting.clear()
        self.resuming = False
        for sequence in (one for one in held if one <= through):
            self._deliver(sequence)
        self._last_sequence = max(self._last_sequence or 0, through)
        if not complete:
            self.gaps.append((before, through))
        for sequence in held:
            self._event(sequence)
        self.wants_resume = self.wants_resume or more

    def _deliver(self, sequence: int) -> None:
        self.delivered.append(sequence)
        self._last_sequence = sequence

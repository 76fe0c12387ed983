"""A model in Python of how a page with client/realtime.js handles its frames. Pure.

The soak and a property test play pages by this model and check which events the pages got.
"""

from __future__ import annotations

from typing import Any

from client.python_frames import Frame, Kind, is_sequence, read_frame
from contract.frames import ERROR_CODES, RESUME, SEQUENCE_DIGITS, TOO_SOON

FRUITLESS_RESUMES = 3
"""The page takes a gap for permanent after this many complete answers leave it."""
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1, 60
"""How long a page waits after ``too-soon``, whatever the server says."""


class ProtocolError(Exception):
    """The server answered ``realtime.error``, though every frame of the page was valid.

    Raised for the codes that the protocol knows, but for ``too-soon``. A page passes others over.
    """


class PageModel:
    """One page of one user. It keeps its last sequence when it loses a connection."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id
        self.connection_id: str | None = None
        self.delivered: list[int] = []
        """What the page got in its epoch."""
        self.delivered_before: list[list[int]] = []
        """What it got in each epoch that it left."""
        self.gaps: list[tuple[int, int]] = []
        """(last sequence before, ``through``) of each resume whose answer was not complete. The
        first number is of the epoch before when the answer has another epoch."""
        self.wants_resume = False
        self.resuming = False
        self.wait_seconds: float = 0
        """How long the page waits before it sends the resume that it wants."""
        self.epoch: str | None = None
        self._last_sequence: int | None = None
        self._asked: str | None = None
        self._waiting: dict[int, None] = {}
        self._others: dict[str, dict[int, None]] = {}
        """Events of other epochs, until an answer says which epoch the log has."""
        self._others_asked: set[str] = set()
        self._left: set[str | None] = set()
        self._fruitless = 0

    @property
    def through(self) -> int:
        """The page has every event up to this number, apart from those in ``gaps``."""
        return self._last_sequence or 0

    def opened(self, connection_id: str) -> None:
        self.connection_id = connection_id
        self.wants_resume = True
        self._left.clear()

    def lost(self) -> None:
        self.connection_id = None
        self.wants_resume = self.resuming = False
        self.wait_seconds = 0
        self._waiting.clear()
        self._others.clear()

    def prove(self) -> None:
        """The time of a proof has come: ask whether the server still knows the page."""
        self.wants_resume = self.wants_resume or not self.resuming

    def resume_frame(self) -> dict[str, Any]:
        """The ``resume`` frame that the page sends now."""
        self.wants_resume, self.resuming = False, True
        self.wait_seconds = 0
        self._others_asked = set(self._others)
        if self._last_sequence is None:
            self._asked = None
            return {"action": RESUME}
        self._asked = f"{self._last_sequence:0{SEQUENCE_DIGITS}d}"
        epoch = {} if self.epoch is None else {"epoch": self.epoch}
        return {"action": RESUME, "after": self._asked, **epoch}

    def receive(self, text: str) -> None:
        """A text from the server, of whatever kind. What is no frame changes nothing."""
        frame = read_frame(text)
        if frame is None:
            return
        if frame.kind is Kind.EVENT:
            self._event(int(frame.fields["sequence"]), frame.epoch)
        elif frame.kind is Kind.RESUMED and self._is_answer(frame):
            self._resumed(
                int(frame.fields["through"]),
                complete=frame.fields.get("complete") is not False,
                more=frame.fields.get("more") is True,
                epoch=frame.epoch,
            )
        elif frame.kind is Kind.ERROR:
            self._refused(frame, text)

    def _is_answer(self, frame: Frame) -> bool:
        """Whether it answers this page's resume, and is no copy of an earlier answer."""
        if not self.resuming or frame.fields.get("after", self._asked) != self._asked:
            return False
        return is_sequence(frame.fields.get("through")) and frame.epoch not in self._left

    def _refused(self, frame: Frame, text: str) -> None:
        code = frame.fields.get("code")
        if code == TOO_SOON:
            self._too_soon(frame.seconds("retryAfterSeconds"))
        elif isinstance(code, str) and code in ERROR_CODES:
            raise ProtocolError(text)

    def _is_other(self, epoch: str | None) -> bool:
        return None not in (epoch, self.epoch) and epoch != self.epoch

    def _event(self, sequence: int, epoch: str | None) -> None:
        if epoch is not None and self._is_other(epoch):
            if epoch not in self._left:
                self._others.setdefault(epoch, {})[sequence] = None
                self.prove()
            return
        self.epoch = self.epoch or epoch
        if self._last_sequence is not None and sequence <= self._last_sequence:
            return
        self._waiting[sequence] = None
        self._deliver_what_follows()
        if self._waiting:
            self.prove()

    def _resumed(self, through: int, *, complete: bool, more: bool, epoch: str | None) -> None:
        before, is_first = int(self._asked or 0), self._last_sequence is None
        if self._is_other(epoch):
            complete = complete and is_first
            self._change_to(epoch)
        self.epoch = self.epoch or epoch
        for asked in self._others_asked:
            self._others.pop(asked, None)
        self.resuming = False
        if not complete:
            self._accept_gap(before, through)
        elif is_first:  # it starts at the first event of the window
            first = min((n for n in self._waiting if n <= through), default=None)
            self._last_sequence = through if first is None else first - 1
        self._deliver_what_follows()
        missing = bool(self._waiting) or through > self.through
        self._fruitless = self._fruitless + 1 if missing and self.through == before else 0
        if self._fruitless >= FRUITLESS_RESUMES:
            self._accept_gap(before, max(through, *self._waiting, 0))
            missing = False
        self.wants_resume = self.wants_resume or missing or more or bool(self._others)

    def _accept_gap(self, before: int, through: int) -> None:
        self.gaps.append((before, through))
        for sequence in sorted(n for n in self._waiting if n <= through):
            self._deliver(sequence)
        self._last_sequence = max(self.through, through)

    def _deliver_what_follows(self) -> None:
        while self._last_sequence is not None and self.through + 1 in self._waiting:
            self._deliver(self.through + 1)

    def _change_to(self, epoch: str | None) -> None:
        """The log was restored or replaced: nothing that waits is of it, and it begins anew."""
        self._left.add(self.epoch)
        self.epoch = epoch
        self._waiting = self._others.pop(epoch or "", {})
        self._fruitless = 0
        self.delivered_before.append(self.delivered)
        self.delivered, self._last_sequence = [], None

    def _too_soon(self, seconds: float | None) -> None:
        if self.resuming:
            known = SHORTEST_PAUSE_SECONDS if seconds is None else seconds
            self.resuming, self.wants_resume = False, True
            self.wait_seconds = min(max(known, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)

    def _deliver(self, sequence: int) -> None:
        self._waiting.pop(sequence, None)
        self.delivered.append(sequence)
        self._last_sequence = sequence

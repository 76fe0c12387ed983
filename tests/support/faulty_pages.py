"""Pages, and the ways to them and to the tables, on which a test lets things go wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from client.python_model import PageModel as Model
from client.python_model import ProtocolError
from contract.frames import EXPIRED, RESUMED, TOO_SOON
from tests.support.strict_management_api import StrictManagementApi


class ToldPage(Model):
    """A page that notes when it last had proof, and what it was told of each epoch's gaps."""

    def __init__(self, user_id: str) -> None:
        super().__init__(user_id)
        self.trusted_since = 0
        self.resumes = 0
        self.asks_at = 0
        """When it sends the resume that it wants."""
        self.told: list[tuple[int, int, bool]] = []
        """(after, through, whether frames of that answer were lost) of its epoch's gaps."""
        self.loses = 0
        """Number of next frames that are lost on the way."""
        self.lost_of_answer = False

    def gets(self, text: str, now: int) -> str:
        """A frame is on its way. Answers what kind it was, for those who count."""
        frame = json.loads(text)
        kind = frame["type"] if "specversion" in frame else frame.get("code", RESUMED)
        if self.loses:
            self.loses -= 1
            self.lost_of_answer = self.lost_of_answer or self.resuming
            return "lost answer" if self.resuming and "specversion" not in frame else "lost post"
        epochs, gaps = len(self.delivered_before), len(self.gaps)
        try:
            self.receive(text)
        except ProtocolError:
            if kind != EXPIRED:  # then the server closes the connection
                raise
        if len(self.delivered_before) > epochs:
            self.told = [(0, self.gaps[-1][1], self.lost_of_answer)]
        elif len(self.gaps) > gaps:
            self.told.append((*self.gaps[-1], self.lost_of_answer))
        if kind != TOO_SOON:
            self.trusted_since = now
        self.asks_at = now + math.ceil(self.wait_seconds)
        return str(kind)

    def resume_frame(self) -> dict[str, Any]:
        self.lost_of_answer = False
        self.resumes += 1
        return super().resume_frame()


class LiveApi(StrictManagementApi):
    """Gives each frame to the page of the connection, or loses it."""

    def __init__(self, now: Callable[[], int], count: Callable[[str], None]) -> None:
        super().__init__()
        self.pages: dict[str, ToldPage] = {}
        self._now, self._count = now, count

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> dict[str, Any]:
        answer = super().post_to_connection(ConnectionId=ConnectionId, Data=Data)
        page = self.pages[ConnectionId]
        if page.connection_id == ConnectionId:
            self._count(page.gets(Data.decode(), self._now()))
        return answer

    def delete_connection(self, *, ConnectionId: str) -> dict[str, Any]:
        answer = super().delete_connection(ConnectionId=ConnectionId)
        if self.pages[ConnectionId].connection_id == ConnectionId:
            self.pages[ConnectionId].lost()
        return answer


class Interrupted:
    """A DynamoDB client that calls ``act`` once, before a call of that name."""

    def __init__(self, client: Any, before: str, act: Callable[[], object]) -> None:
        self._client, self._before, self._act = client, before, act

    def __getattr__(self, name: str) -> Any:
        if name == self._before:
            self._before = ""
            self._act()
        return getattr(self._client, name)

"""A page that loses its network and its newest events again and again, as an asyncio client."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from client.python_frames import Kind, read_frame
from client.python_model import PageModel
from local.trials.buyer import Buyer, subprotocols

SHORTEST_VISIT_SECONDS, LONGEST_ABSENCE_SECONDS = 0.5, 5.0
RESUME_WITHIN_SECONDS, SETTLE_WITHIN_SECONDS = 30.0, 90.0
LOST_SHARE = 0.05
"""Share of live events that are lost on their way to the page."""


class SoakPage:
    """A page that connects, listens and loses its connection, until a last visit."""

    def __init__(
        self,
        buyer: Buyer,
        outputs: Mapping[str, Any],
        longest_visit_seconds: float,
        prove_seconds: float,
        chance: random.Random,
    ) -> None:
        self.model = PageModel(buyer.user_id)
        self.drops = self.proofs = self.lost_events = self.put_off = self.resumes = 0
        self._lost_share = LOST_SHARE
        self._token, self._outputs = buyer.token, outputs
        self._longest_visit_seconds, self._chance = longest_visit_seconds, chance
        self._prove_seconds = prove_seconds

    async def come_and_go(self, until: asyncio.Event) -> None:
        """Be online and offline for random times until the event is set."""
        while not until.is_set():
            await asyncio.sleep(self._chance.uniform(0, LONGEST_ABSENCE_SECONDS))
            seconds = self._chance.uniform(SHORTEST_VISIT_SECONDS, self._longest_visit_seconds)
            await self._visit(seconds)

    async def last_visit(self, through: int, step: asyncio.Barrier) -> bool:
        """Stay until event ``through`` is here, lose the next, prove, and hear another one live.

        Whether that one came with no resume and no new connection. ``step`` is passed when all
        pages have everything, when the next event is lost, when the rows are deleted, and when all
        pages have proved. Raises ``TimeoutError`` when something does not come in time.
        """
        async with asyncio.timeout(SETTLE_WITHIN_SECONDS):
            socket = await self._settle(through)
        await step.wait()
        await self._lose_an_event(socket)
        await step.wait()
        await step.wait()
        self._prove()
        async with asyncio.timeout(SETTLE_WITHIN_SECONDS):
            await self._listen(socket, through + 1)
        resumes = self.resumes
        self._prove_seconds = 2 * SETTLE_WITHIN_SECONDS  # not while it must hear the event live
        await step.wait()
        try:
            async with asyncio.timeout(SETTLE_WITHIN_SECONDS):
                await self._listen(socket, through + 2)
        except (TimeoutError, ConnectionClosed):
            return False
        self._leave(socket)
        return self.resumes == resumes

    async def _lose_an_event(self, socket: ClientConnection) -> None:
        self._lost_share, before = 1.0, self.lost_events
        async with asyncio.timeout(SETTLE_WITHIN_SECONDS):
            while self.lost_events == before:
                self._receive(str(await socket.recv()))
        self._lost_share = 0.0

    async def _settle(self, through: int) -> ClientConnection:
        self._lost_share = 0.0
        while True:
            socket = await self._try_to_open()
            if socket is None:
                continue
            try:
                await self._listen(socket, through)
                return socket
            except (OSError, ConnectionClosed):
                self._leave(socket)

    async def _visit(self, seconds: float) -> None:
        socket = await self._try_to_open()
        if socket is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._listen(socket)
        except (OSError, ConnectionClosed):
            pass
        self.drops += 1
        self._leave(socket)
        await socket.wait_closed()

    async def _try_to_open(self) -> ClientConnection | None:
        try:
            socket = await self._open()
        except (InvalidHandshake, OSError, TimeoutError):
            await asyncio.sleep(0.2)  # the stage is busy: a page tries again
            return None
        self.model.opened("")
        return socket

    def _leave(self, socket: ClientConnection) -> None:
        self.model.lost()
        socket.transport.abort()  # no close frame: the network is gone

    async def _listen(self, socket: ClientConnection, through: int | None = None) -> None:
        """Listen for ever, or until a page that was answered has event ``through``."""
        while through is None or self._waits() or self.model.through < through:
            if self.model.wants_resume:
                await asyncio.sleep(self.model.wait_seconds)
                await socket.send(json.dumps(self.model.resume_frame()))
                self.resumes += 1
            seconds = RESUME_WITHIN_SECONDS if self.model.resuming else self._prove_seconds
            try:
                # Not wait_for: before Python 3.12 it can lose the cancellation that ends a visit.
                async with asyncio.timeout(seconds):
                    text = await socket.recv()
            except TimeoutError:
                if self.model.resuming:
                    raise
                self._prove()
            else:
                self._receive(str(text))

    def _waits(self) -> bool:
        return self.model.wants_resume or self.model.resuming

    def _prove(self) -> None:
        self.model.prove()
        self.proofs += 1

    def _receive(self, text: str) -> None:
        frame = read_frame(text)
        kind = None if frame is None else frame.kind
        if kind is Kind.FAILURE:
            raise ConnectionError(f"a function failed: {text}")  # the client connects again
        is_event = kind is Kind.EVENT
        if is_event and not self._waits() and self._chance.random() < self._lost_share:
            self.lost_events += 1
            return
        self.model.receive(text)
        self.put_off += self.model.wait_seconds > 0

    async def _open(self) -> ClientConnection:
        return await connect(
            self._outputs["websocket_url"],
            origin=Origin(self._outputs["storefront_url"]),
            subprotocols=subprotocols(self._token),
            proxy=None,
            open_timeout=20,
            ping_interval=None,
        )

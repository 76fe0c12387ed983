"""A page that loses its network again and again, as an asyncio client."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from client.python_model import PageModel
from local.trials.buyer import Buyer, subprotocols

SHORTEST_VISIT_SECONDS, LONGEST_ABSENCE_SECONDS = 0.5, 5.0
RESUME_WITHIN_SECONDS = 15.0


class SoakPage:
    """A page that connects, listens and loses its connection, until a last visit in ``settle``."""

    def __init__(
        self,
        buyer: Buyer,
        outputs: Mapping[str, Any],
        longest_visit_seconds: float,
        chance: random.Random,
    ) -> None:
        self.model = PageModel(buyer.user_id)
        self.drops = 0
        self._token, self._outputs = buyer.token, outputs
        self._longest_visit_seconds, self._chance = longest_visit_seconds, chance

    async def come_and_go(self, until: asyncio.Event) -> None:
        """Be online and offline for random times until the event is set."""
        while not until.is_set():
            await asyncio.sleep(self._chance.uniform(0, LONGEST_ABSENCE_SECONDS))
            seconds = self._chance.uniform(SHORTEST_VISIT_SECONDS, self._longest_visit_seconds)
            await self._visit(seconds)

    async def settle(self, through: int) -> None:
        """Visit for 5 s at a time until event number ``through`` arrives.

        Raises ``TimeoutError`` after a minute.
        """
        async with asyncio.timeout(60):
            while self.model.through < through:
                await self._visit(5.0, through)

    async def _visit(self, seconds: float, through: int | None = None) -> None:
        try:
            socket = await self._open()
        except (InvalidHandshake, OSError, TimeoutError):
            await asyncio.sleep(0.2)  # the stage is busy: a page tries again
            return
        self.model.opened("")
        try:
            async with asyncio.timeout(seconds):
                await self._listen(socket, through)
        except (TimeoutError, ConnectionClosed):
            pass
        self.drops += 1
        self.model.lost()
        socket.transport.abort()  # no close frame: the network is gone
        await socket.wait_closed()

    async def _listen(self, socket: ClientConnection, through: int | None) -> None:
        while through is None or self.model.through < through:
            if self.model.wants_resume:
                await asyncio.sleep(self.model.wait_seconds)
                await socket.send(json.dumps(self.model.resume_frame()))
            seconds = RESUME_WITHIN_SECONDS if self.model.resuming else None
            # Not wait_for: before Python 3.12 it can lose the cancellation that ends a visit.
            async with asyncio.timeout(seconds):
                text = await socket.recv()
            self.model.receive(str(text))

    async def _open(self) -> ClientConnection:
        return await connect(
            self._outputs["websocket_url"],
            origin=Origin(self._outputs["storefront_url"]),
            subprotocols=subprotocols(self._token),
            proxy=None,
            open_timeout=20,
            ping_interval=None,
        )

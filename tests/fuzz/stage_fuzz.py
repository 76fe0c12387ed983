"""Frames and handshakes of any shape over real connections to a local stage."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from contract.frames import CONTROL_PREFIX
from local.trials.buyer import subprotocols
from local.trials.stoppable import run_until_stopped
from tests.fuzz import hostile
from tests.fuzz.handlers import LEAKS
from tests.fuzz.handshakes import handshake, shake, wrong_handshake
from tests.fuzz.judges import wrong_frames
from tests.fuzz.mutation import changed, paths, random_changes, shown
from tests.fuzz.parts import Progress

FRAMES_PER_CONNECTION = 40
"""Fewer than a connection may send in a minute."""
HANDSHAKES_PER_FRAME = 0.25
AT_ONCE = 6
OPEN_SECONDS, ANSWER_SECONDS = 60, 15
NO_BINARY = 1003
"""With this API Gateway closes a connection that sends a binary frame."""
MOST_BYTES, FRAGMENT_BYTES = 128 * 1024, 32 * 1024


@dataclass
class Found:
    """Kinds of faults with their smallest input, and how many inputs were sent."""

    total: int
    progress: Progress
    done: int = 0
    kinds: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, kind: str, sent: object) -> None:
        count, known = self.kinds.get(kind, (0, ""))
        shorter = str(sent) if not known or len(str(sent)) < len(known) else known
        self.kinds[kind] = (count + 1, shorter)

    def sent_one(self) -> None:
        self.done += 1
        self.progress(self.done, self.total, sum(count for count, _ in self.kinds.values()))

    def told(self) -> list[str]:
        return [f"{kind} ({n} inputs)\n    {sent}" for kind, (n, sent) in self.kinds.items()]


@dataclass(frozen=True)
class Target:
    """Where to send, and as whom."""

    url: str
    origin: str
    token: str


def fuzz_connections(target: Target, seed: int, inputs: int, progress: Progress) -> list[str]:
    """Send ``inputs`` frames and handshakes; what is wrong."""
    handshakes = int(inputs * HANDSHAKES_PER_FRAME)
    found = Found(inputs, progress)
    run_until_stopped(_all(target, seed, inputs - handshakes, handshakes, found))
    return found.told()


async def _all(target: Target, seed: int, frames: int, handshakes: int, found: Found) -> None:
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(act: Callable[[], Awaitable[None]]) -> None:
        async with turns:
            await act()

    jobs: list[Callable[[], Awaitable[None]]] = []
    for first in range(0, frames, FRAMES_PER_CONNECTION):
        last = min(first + FRAMES_PER_CONNECTION, frames)
        jobs.append(lambda a=first, b=last: _frames(target, seed, range(a, b), found))  # type: ignore[misc]
    for first in range(0, handshakes, FRAMES_PER_CONNECTION):
        last = min(first + FRAMES_PER_CONNECTION, handshakes)
        jobs.append(lambda a=first, b=last: _handshakes(target, seed, range(a, b), found))  # type: ignore[misc]
    await asyncio.gather(*(in_turn(job) for job in jobs))


async def _handshakes(target: Target, seed: int, cases: range, found: Found) -> None:
    for case in cases:
        rng = Random(f"{seed}/handshake/{case}")  # noqa: S311 - nothing secret
        sent = handshake(rng, target.token, target.origin)
        try:
            status, text = await shake(target.url, sent)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            found.add(f"a handshake is not answered ({type(error).__name__})", sent)
        else:
            wrong = wrong_handshake(sent, status, text, target.token) + _leaks(text, str(sent))
            for kind in wrong:
                found.add(kind, sent)
        found.sent_one()


async def _frames(target: Target, seed: int, cases: range, found: Found) -> None:
    left = list(cases)
    while left:
        try:
            async with _connection(target) as socket:
                await _frames_on(socket, seed, left, found)
        except (InvalidStatus, TimeoutError, OSError) as refused:
            found.add(f"a good handshake is refused: {refused}"[:120], "the buyer's own token")
            left.pop(0)  # or a stage that is down would be asked for ever
            found.sent_one()


async def _frames_on(socket: ClientConnection, seed: int, left: list[int], found: Found) -> None:
    """Send the cases that are left, until none is or the connection is closed."""
    while left:
        sent = frame(Random(f"{seed}/frame/{left.pop(0)}"))  # noqa: S311 - nothing secret
        stays = await _one_frame(socket, sent, found)
        found.sent_one()
        if not stays:
            return


async def _one_frame(socket: ClientConnection, sent: str | bytes, found: Found) -> bool:
    """Send one frame and read its answer; whether the connection is still open."""
    is_text = isinstance(sent, str)
    kind_of_frame = "text" if is_text else "binary"
    shown_frame = shown(sent) if isinstance(sent, str) else f"{len(sent)} bytes"
    try:
        await socket.send(_fragments(sent) if len(sent) > FRAGMENT_BYTES else sent)
        for text in await _answer(socket):
            for kind in wrong_frames([text]) + _leaks(text, str(sent)):
                found.add(kind, shown_frame)
    except TimeoutError:
        found.add(f"a {kind_of_frame} frame stays without an answer", shown_frame)
        return False
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else "no code"
        if code != (None if is_text else NO_BINARY):
            found.add(f"a {kind_of_frame} frame closes the connection ({code})", shown_frame)
        return False
    if not is_text:
        found.add("a binary frame is answered", shown_frame)
    return True


async def _answer(socket: ClientConnection) -> list[str]:
    """The frames up to the first control frame."""
    texts: list[str] = []
    async with asyncio.timeout(ANSWER_SECONDS):
        while True:
            text = str(await socket.recv())
            texts.append(text)
            answer = _parsed(text)
            kind = answer.get("type") if isinstance(answer, dict) else None
            if not isinstance(kind, str) or kind.startswith(CONTROL_PREFIX):
                return texts


def frame(rng: Random) -> str | bytes:
    """A frame of any shape."""
    template = {"action": "resume", "after": "0" * 20, "epoch": "0123456789abcdef"}
    kind = rng.randrange(10)
    if kind == 0:
        text = json.dumps({"action": rng.choice(["ping", "resume", "$connect", "$disconnect",
                                                 "$default", "PING", "dance", ""])})  # fmt: skip
    elif kind < 4:
        text = hostile.raw_text(rng)
    else:
        changes = random_changes(rng, template, list(paths(template)), (), {})
        text = json.dumps(changed(template, changes))
    data = text.encode("utf-8", "replace")[:MOST_BYTES]
    if rng.random() < 0.05:
        return data or b"\0"
    return data.decode("utf-8", "ignore") or " "


def _fragments(sent: str | bytes) -> Any:
    """API Gateway takes frames of 32 KB: a longer message travels in several."""
    most = FRAGMENT_BYTES // (4 if isinstance(sent, str) else 1)  # a character has 4 bytes at most
    return [sent[at : at + most] for at in range(0, len(sent), most)]


def _leaks(text: str, sent: str) -> list[str]:
    leak = next((one[0] for one in LEAKS.finditer(text) if one[0] not in sent), None)
    return [f"tells the client {leak!r}"] if leak else []


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


@asynccontextmanager
async def _connection(target: Target) -> AsyncIterator[ClientConnection]:
    async with connect(
        target.url,
        origin=Origin(target.origin),
        subprotocols=subprotocols(target.token),
        proxy=None,
        open_timeout=OPEN_SECONDS,
    ) as socket:
        yield socket

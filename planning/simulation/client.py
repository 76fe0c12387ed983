"""What the client does about lost connections, read from the client itself.

``client.json`` holds it, so that nothing here needs node. ``make simulate`` writes the file, and a
test compares it with the client.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("client.json")
Span = tuple[float, float]
"""The shortest and the longest time, in seconds. A random number chooses in between."""


@dataclass(frozen=True)
class Client:
    """Times in seconds."""

    waits: tuple[Span, ...]
    """The wait after so many attempts. The last one holds for all that follow."""
    lasting_waits: tuple[Span, ...]
    """The same once failures have lasted."""
    lasts_after_attempts: int
    lasts_after_seconds: float
    fresh_token_every: int
    """After so many failed handshakes in a row the next one asks for a fresh token."""
    fresh_token_pause_seconds: float
    """And for so long no other one."""
    asks_again: int
    """So many resumes in a row may fail before the page gives the connection up."""
    token_life_seconds: float
    token_ahead: Span
    """So long before its token ends a page connects again, with the next one."""
    life_seconds: float
    """API Gateway ends a connection then."""
    life_ahead: Span
    """So long before that a page connects again."""
    ping_every_seconds: float
    prove_within_seconds: float


def read() -> Client:
    """The client as ``client.json`` has it."""
    return from_json(FILE.read_text())


def printed() -> str:
    """What the client's modules say. Needs node."""
    script = FILE.with_name("print_client.mjs")
    done = subprocess.run(["node", script], capture_output=True, text=True, check=True)
    return done.stdout


def from_json(text: str) -> Client:
    """The client that ``print_client.mjs`` printed."""
    said = json.loads(text)
    for name in ("waits", "lasting_waits"):
        said[name] = tuple((one[0], one[1]) for one in said[name])
    for name in ("token_ahead", "life_ahead"):
        said[name] = (said[name][0], said[name][1])
    return Client(**said)

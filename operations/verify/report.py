"""What the command prints: each step with what it saw and how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from operations.progress import GREEN, RED, progress, styled

REFUSED = (
    "likely cause: the credentials are of another account, or lack one of the permissions that "
    "docs/runbook.md lists for make verify; or the outputs are not this stage's any more"
)


OK, FAILED = "ok", "FAILED"


class VerificationError(Exception):
    """A step did not see what it expected. The text says what it saw."""

    def __init__(self, saw: str, causes: Sequence[str] = ()) -> None:
        super().__init__(saw)
        self.causes = tuple(causes)
        """What was looked up since, and the likely cause; a sentence each."""


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Print a line when the block ends: ok with what it saw, or FAILED with the reason.

    At a terminal the title is shown while the block runs.

    The block says what it saw by calling the value. What AWS refuses is a ``VerificationError``,
    too. Other exceptions pass.
    """
    seen: list[str] = []
    started = time.monotonic()
    progress.now(f"  {'':6} {'':6}    {title}")
    try:
        yield seen.append
    except VerificationError as failed:
        _failed(started, title, failed)
        raise
    except (ClientError, BotoCoreError) as refused:
        explained = VerificationError(str(refused), [REFUSED])
        _failed(started, title, explained)
        raise explained from refused
    except BaseException as failed:
        _line(FAILED, started, title, type(failed).__name__)
        raise
    _line(OK, started, title, "; ".join(seen))


def _failed(started: float, title: str, failed: VerificationError) -> None:
    _line(FAILED, started, title, str(failed))
    for cause in failed.causes:
        progress.say(f"                    {cause}")


def _line(verdict: str, started: float, title: str, saw: str) -> None:
    seconds = time.monotonic() - started
    shown = styled(f"{verdict:6}", GREEN if verdict == OK else RED, progress.stream)
    progress.done(f"  {shown} {seconds:6.2f} s  {title}{': ' if saw else ''}{saw}")

"""Processes that share a command's work, and stop with it."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool

from local.interrupts import SIGNALS, shielded


@contextmanager
def forked(processes: int | None = None) -> Iterator[Pool]:
    """A pool of forked processes (None: one a processor), killed at the end of the block.

    Ctrl-C reaches the whole group of a terminal. Only the parent acts on it.
    """
    context = multiprocessing.get_context("fork")
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    try:
        pool = context.Pool(processes, _end_when_told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    try:
        yield pool
    finally:
        with shielded():
            pool.terminate()
            pool.join()


def _end_when_told() -> None:
    """The pool ends its processes by SIGTERM; the other signals stay ignored."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

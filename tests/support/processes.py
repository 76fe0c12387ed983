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
    pool: Pool | None = None
    try:
        with shielded():
            # Held back, it is lost to nobody: a child inherits that, and decides before it hears.
            signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
            try:
                pool = context.Pool(processes, _end_when_told)
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        yield pool
    finally:
        with shielded():
            if pool is not None:
                pool.terminate()
                pool.join()


def _end_when_told() -> None:
    """The pool ends its processes by SIGTERM; the other signals are the parent's."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

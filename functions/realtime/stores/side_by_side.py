"""A read and a write at once, where neither needs the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

Read = TypeVar("Read")
_THREADS = ThreadPoolExecutor(max_workers=10, thread_name_prefix="log-read")
"""Kept for the life of the process; one is started when none is idle. The push queue's function
serves ten users at once, every other function one."""


def side_by_side(read: Callable[[], Read], write: Callable[[], object]) -> Read:
    """What ``read`` answers, when both have ended.

    What ``read`` raises is raised. What ``write`` raises is raised if ``read`` answered ``None``:
    who found something has no need of the write.
    """
    found = _THREADS.submit(read)
    try:
        write()
    except Exception:
        if found.result() is None:
            raise
    finally:
        wait([found])
    return found.result()

"""The limit of open files, which macOS sets to 256 a process: raised, or said before anything runs.

A connection is an open file in this process, and another one in the emulator's, which inherits
the limit.
"""

from __future__ import annotations

import resource
from collections.abc import Callable

STAGE_NEEDS = 256
"""The emulator of a stage that one person looks at: libraries, functions' pipes, a few pages."""
COMFORTABLE = 10240
"""Raised up to here where that is allowed, for a stage with many pages."""

Limits = tuple[int, int]


class OpenFilesError(Exception):
    """Fewer open files are allowed than the command needs. The text says what to do."""


def allow_open_files(
    needed: int,
    what: str,
    limits: Callable[[], Limits] = lambda: resource.getrlimit(resource.RLIMIT_NOFILE),
    set_limits: Callable[[Limits], None] = lambda wanted: resource.setrlimit(
        resource.RLIMIT_NOFILE, wanted
    ),
) -> None:
    """Raise this process's limit of open files. Raises ``OpenFilesError`` if it stays too low.

    ``needed`` is the least that ``what`` (a text such as "a soak of 200 pages") works with.
    """
    soft, hard = limits()
    for wanted in (max(needed, COMFORTABLE), needed):
        if _covers(soft, wanted):
            return
        allowed = wanted if _covers(hard, wanted) else hard
        if allowed <= soft:
            continue
        try:
            set_limits((allowed, hard))
            soft = allowed
        except (ValueError, OSError):  # macOS has a limit of its own below "unlimited"
            continue
    if not _covers(soft, needed):
        raise OpenFilesError(
            f"{what} needs {needed} open files in a process, and this shell allows {soft}, at most "
            f"{hard}; raise it with: ulimit -n {needed} (in a new shell, if this one lowered it)"
        )


def _covers(limit: int, wanted: int) -> bool:
    return limit == resource.RLIM_INFINITY or limit >= wanted

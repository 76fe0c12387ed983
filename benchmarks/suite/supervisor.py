"""Runs one command, and says what it took: ``python -I supervisor.py LOG COMMAND...``.

A process of its own, so that the children whose time it counts are the command's and no others'.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
"""Linux, prctl(2): a process whose parent has ended becomes ours."""
SECONDS_FOR_ORPHANS = 20.0


def main() -> None:
    """Write wall seconds, processor seconds and the exit code as JSON."""
    log, *command = sys.argv[1:]
    adopt_orphans()
    began = time.monotonic()
    with open(log, "wb") as said:
        code = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, check=False
        ).returncode
    wall = time.monotonic() - began
    wait_for_orphans()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([wall, used.ru_utime + used.ru_stime, code]))


def adopt_orphans() -> None:
    """Ended processes count for who waits for them. A server outlives its parent: wait ourselves.

    Only Linux can do it. Elsewhere an orphan's seconds are missing on both sides.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def wait_for_orphans() -> None:
    """Wait for what the command left, which ends soon after it."""
    until = time.monotonic() + SECONDS_FOR_ORPHANS
    while time.monotonic() < until:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:  # none is left
            return
        if not ended:
            time.sleep(0.05)


if __name__ == "__main__":
    main()

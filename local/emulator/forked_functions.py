"""Starts functions' processes as forks of one that has loaded the libraries (Linux only).

A function's first call takes tens of milliseconds of a core so, in place of most of a second. On
macOS, the system's own libraries do not work after a fork: there, and for a bootstrap that is not
ours, the emulator starts the process itself, as ever.
"""

from __future__ import annotations

import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime

HERE = Path(__file__).parent
PARENT, BOOTSTRAP = HERE / "function_parent.py", HERE / "function_bootstrap.py"


class ForkedFunction:
    """A function's process, with what the emulator uses of ``subprocess.Popen``.

    ``report`` is where the parent writes the process id and, at its end, the exit code.
    """

    def __init__(self, output: int, report: int) -> None:
        self.stdout = os.fdopen(output, "rb")
        self.returncode: int | None = None
        self._report = os.fdopen(report, "rb", buffering=0)
        self._lock = threading.Lock()
        self.pid = int(self._report.readline())

    def poll(self) -> int | None:
        """The exit code, or None while the process runs."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once the process has ended."""
        code = self._ended_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(BOOTSTRAP), timeout or 0)
        return code

    def terminate(self) -> None:
        """Ask the process to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended_within(self, seconds: float | None) -> int | None:
        with self._lock:
            if self.returncode is None:
                readable = select.poll()  # not select(), which knows the first 1,024 files only
                readable.register(self._report)
                if readable.poll(None if seconds is None else seconds * 1000):
                    # Without a report, the parent has died, and nobody waits for the process.
                    self.returncode = int(self._report.readline() or -signal.SIGKILL)
                    self._report.close()
            return self.returncode


class ForkingParent:
    """The process that functions are forked from, seen from the emulator. Starts when needed."""

    def __init__(self) -> None:
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> socket.socket:
        """Start it now if it does not run yet; where it takes requests."""
        with self._lock:
            if self._control is None:
                self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    self._process = subprocess.Popen(
                        [sys.executable, "-u", str(PARENT), str(theirs.fileno())],
                        stdin=subprocess.DEVNULL,
                        pass_fds=[theirs.fileno()],
                    )
            return self._control

    def close(self) -> None:
        """End it, and not the functions that it forked. The emulator need not: it is killed."""
        if self._control is not None and self._process is not None:
            self._control.close()
            self._process.wait()

    def fork(self, modules: Sequence[str], environment: Mapping[str, str]) -> ForkedFunction:
        """A new function's process. Raises ``OSError`` or ``ValueError`` if the parent has died."""
        control = self.start()
        output, theirs = os.pipe()
        report, reports_end = os.pipe()
        try:
            request = json.dumps([modules, environment]).encode()
            socket.send_fds(control, [request], [theirs, reports_end])
        finally:
            os.close(theirs)
            os.close(reports_end)
        return ForkedFunction(output, report)


class Starting:
    """Stands where the emulator's runtime looks for the module ``subprocess``."""

    def __init__(self) -> None:
        self.parent = ForkingParent()

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, command: Sequence[str], **options: Any) -> Any:
        """A fork where ``command`` is our bootstrap, else a process as ever."""
        modules = _modules(Path(command[0]))
        if modules is not None:
            try:
                return self.parent.fork(modules, options["env"])
            except (OSError, ValueError):
                pass  # the parent has died
        return subprocess.Popen(command, **options)


def _modules(bootstrap: Path) -> list[str] | None:
    """The folders that our bootstrap is given. None if this one is not ours."""
    before = ["exec", sys.executable, "-u", str(BOOTSTRAP)]
    words = shlex.split(bootstrap.read_text(errors="replace"), comments=True)
    return words[len(before) :] if words[: len(before)] == before else None


def fork_functions() -> Starting | None:
    """Let the emulator start functions by fork, where that is sound."""
    if sys.platform != "linux":
        return None
    starting = Starting()
    lambda_runtime.subprocess = starting
    return starting

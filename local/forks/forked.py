"""A forked process, and the process that it is forked from, seen from who asks for it."""

from __future__ import annotations

import atexit
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence


class ForkedProcess:
    """A process, with what is used of ``subprocess.Popen``.

    ``report`` is where its parent writes its id and, at its end, its exit code.
    """

    def __init__(self, report: int) -> None:
        self.returncode: int | None = None
        self._report = os.fdopen(report, "rb", buffering=0)
        self._lock = threading.Lock()
        try:
            self.pid = int(self._report.readline())
        except ValueError:
            self._report.close()
            raise ChildProcessError("the parent has died") from None

    def poll(self) -> int | None:
        """The exit code, or None while the process runs."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once the process has ended."""
        code = self._ended_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
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


class Forks:
    """The parent process, which starts when it is needed, or sooner, and ends with this process.

    Without an ``environment`` of its own, it has this process's, its output and its process group.
    """

    def __init__(
        self, command: Sequence[str], environment: Callable[[], Mapping[str, str]] | None = None
    ) -> None:
        self._command, self._environment = command, environment
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> socket.socket:
        """Start the parent now if it does not run yet; where it takes requests."""
        with self._lock:
            if self._control is None:
                self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    apart = self._environment is not None
                    self._process = subprocess.Popen(
                        [*self._command, str(theirs.fileno())],
                        env=self._environment and self._environment(),
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL if apart else None,
                        stderr=subprocess.DEVNULL if apart else None,
                        start_new_session=apart,  # Ctrl-C must not reach it
                        pass_fds=[theirs.fileno()],
                    )
                atexit.register(self.close)
            return self._control

    def fork(self, request: bytes, files: Sequence[int]) -> ForkedProcess:
        """A new process with these files. Raises ``OSError`` if the parent has died."""
        control = self.start()
        report, theirs = os.pipe()
        try:
            socket.send_fds(control, [request], [*files, theirs])
        except OSError:
            os.close(report)
            raise
        finally:
            os.close(theirs)
        return ForkedProcess(report)

    def close(self) -> None:
        """End the parent. The processes that it forked live on."""
        if self._control is not None and self._process is not None:
            self._control.close()
            self._process.wait()

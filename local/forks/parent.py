"""The loop of a process that forks others: of its libraries, it loads each once for all of them.

It has one thread. A fork copies only the thread that forks, and each lock as another one held it.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
from contextlib import suppress
from typing import NamedTuple

MAX_REQUEST_BYTES = 150_000
"""Environments are the most of it: that of a person's shell, or a function's own of 4 KB."""
MAX_FILES = 8


class Start(NamedTuple):
    """What a new process is told, and the files that are open in it for it."""

    request: bytes
    files: list[int]


class Parent:
    """Forks a process for each request on ``control``, and reports its id and its exit code.

    The last of a request's files is for the report. With ``own_groups``, each process leads a
    group of its own.
    """

    def __init__(self, control: socket.socket, *, own_groups: bool = False) -> None:
        self._control, self._own_groups = control, own_groups
        self._reports: dict[int, int] = {}
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for end in (control, self._woken):
            self._selector.register(end, selectors.EVENT_READ)
        self._wake.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler, none is woken
        gc.collect()
        gc.freeze()  # or a collection would write to, and so copy, the memory of each process

    def serve(self) -> Start | None:
        """Returns in each new process what it is told; here None, when nobody can ask any more."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    self._woken.recv(4096)
                    self._report_ends()
                    continue
                request, files, *_ = socket.recv_fds(self._control, MAX_REQUEST_BYTES, MAX_FILES)
                if not request:
                    return None
                if self._forked(files):
                    return Start(request, files[:-1])

    def _forked(self, files: list[int]) -> bool:
        """Whether this is the new process. It keeps no file of its parent's but its own."""
        process_id, report = os.fork(), files[-1]
        if process_id:
            for file in files[:-1]:
                os.close(file)
            if self._own_groups:
                os.setpgid(process_id, process_id)
            self._reports[process_id] = report
            _tell(report, process_id)
            return False
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for end in (self._control, self._wake, self._woken):
            end.close()
        for file in (report, *self._reports.values()):
            os.close(file)
        return True

    def _report_ends(self) -> None:
        for process_id, report in list(self._reports.items()):
            ended, status = os.waitpid(process_id, os.WNOHANG)
            if ended:
                _tell(report, os.waitstatus_to_exitcode(status))
                os.close(self._reports.pop(process_id))


def _tell(report: int, number: int) -> None:
    with suppress(BrokenPipeError):  # who asked has let the process go
        os.write(report, f"{number}\n".encode())


def take_over(environment: dict[str, str], output: int, errors: int) -> None:
    """Write to these files, and have this environment and no other."""
    os.dup2(output, 1)
    os.dup2(errors, 2)
    for file in {output, errors}:
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)

"""The process that functions' processes are forked from: it has loaded what every function loads.

To start Python and to load boto3 takes most of a second of a core for each function's process. A
fork of this process has both already. The emulator starts it by this file's path, so that a
function can import nothing of the project but its own archive.

It has one thread. A fork copies only the thread that forks, and each lock as another one held it.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

BOOTSTRAP = "function_bootstrap"
LIBRARIES = (
    BOOTSTRAP, "botocore.session", "cryptography.hazmat.primitives.asymmetric.ec",
    "cryptography.hazmat.primitives.asymmetric.rsa", "encodings.idna", "simplejson",
    "urllib.request",
)  # fmt: skip
"""What functions import of their layer, of Lambda's own runtime and of Python."""
SERVICES = ("apigatewaymanagementapi", "dynamodb", "events", "sqs", "stepfunctions")
"""Whose models a function's first client would read: most of what that client takes."""
MAX_REQUEST_BYTES = 100_000
"""More than the emulator's environment and a function's own, which may have 4 KB."""


class Start(NamedTuple):
    """What a function's process is told. A request is the JSON list of the two."""

    modules: list[str]
    """Folders of the layer's modules."""
    environment: dict[str, str]


def load_libraries() -> None:
    """Load what functions load, and what botocore loads no sooner than for its first clients."""
    for name in LIBRARIES:
        importlib.import_module(name)
    import botocore.session
    from botocore.loaders import JSONFileLoader

    # A model's file is read once for all sessions, of the functions' processes, too.
    read = functools.cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _, path: read(path)
    session = botocore.session.get_session()
    session.set_credentials("nobody", "nobody")
    for service in SERVICES:
        session.create_client(service, "us-east-1", endpoint_url="http://127.0.0.1")


class FunctionParent:
    """Forks a process for each request on ``control``, and reports its id and its exit code.

    Two open files come with a request: one for the function's output, one for the report.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._reports: dict[int, int] = {}
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for end in (control, self._woken):
            self._selector.register(end, selectors.EVENT_READ)
        self._wake.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # without a handler, none is woken

    def serve(self) -> Start | None:
        """Returns in each function's process what it is told; here None, at the emulator's end."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    self._woken.recv(4096)
                    self._report_ends()
                    continue
                request, files, *_ = socket.recv_fds(self._control, MAX_REQUEST_BYTES, 2)
                if not request:
                    return None
                if self._forked(*files):
                    return Start(*json.loads(request))

    def _forked(self, output: int, report: int) -> bool:
        """Whether this is the new process. It keeps nothing of its parent's but the output."""
        process_id = os.fork()
        if process_id:
            os.close(output)
            self._reports[process_id] = report
            _tell(report, process_id)
            return False
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for end in (self._control, self._wake, self._woken):
            end.close()
        os.dup2(output, 1)
        os.dup2(output, 2)
        for file in (output, report, *self._reports.values()):
            os.close(file)
        return True

    def _report_ends(self) -> None:
        for process_id, report in list(self._reports.items()):
            ended, status = os.waitpid(process_id, os.WNOHANG)
            if ended:
                _tell(report, os.waitstatus_to_exitcode(status))
                os.close(self._reports.pop(process_id))


def _tell(report: int, number: int) -> None:
    with suppress(BrokenPipeError):  # the emulator has let the process go
        os.write(report, f"{number}\n".encode())


def forget_shadowed(task_root: str) -> None:
    """Forget each loaded library that the function's archive brings itself: its own comes first."""
    own = {Path(name).stem for name in os.listdir(task_root)} - sys.stdlib_module_names
    for name in [name for name in sys.modules if name.partition(".")[0] in own]:
        del sys.modules[name]


def main(control: socket.socket) -> None:
    """Fork until the emulator ends. In a function's process: be the function."""
    load_libraries()
    gc.collect()
    gc.freeze()  # or a collection would write to, and so copy, the memory of each process
    start = FunctionParent(control).serve()
    if start is not None:
        os.environ.clear()
        os.environ.update(start.environment)
        bootstrap = sys.modules[BOOTSTRAP]
        forget_shadowed(start.environment["LAMBDA_TASK_ROOT"])
        bootstrap.main(start.modules)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))

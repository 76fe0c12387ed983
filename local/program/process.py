"""The process that a program runs in, seen from the process that started it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from local.forks.forked import ForkedProcess
from local.forks.programs import OF_PROGRAMS, PROGRAMS
from local.interrupts import shielded
from local.program.run_settings import RunSettings


class ProgramProcess:
    """A process that imports Pulumi's SDK once and runs the program as often as asked.

    What the program prints goes where this process prints. The process has a process group of its
    own, so that Ctrl-C reaches this process only.
    """

    def __init__(self, project_dir: Path) -> None:
        self._encoding = sys.stdout.encoding or "utf-8"
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._read_bytes = 0
        self._connection, theirs = Pipe()
        with theirs:
            self._child = self._forked(project_dir, theirs) or self._started(project_dir, theirs)

    def _forked(self, project_dir: Path, theirs: Connection) -> ForkedProcess | None:
        if PROGRAMS is None:
            return None
        request = json.dumps([str(project_dir), self._encoding, _environment()])
        try:
            return PROGRAMS.fork(request.encode(), [theirs.fileno(), 1, self._errors.fileno()])
        except OSError:
            return None  # the parent has died

    def _started(self, project_dir: Path, theirs: Connection) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "local.program.child", str(theirs.fileno())],
            cwd=project_dir,
            env=_environment() | {"PYTHONIOENCODING": f"{self._encoding}:replace"},
            stdin=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,
            pass_fds=[theirs.fileno()],
        )

    def close(self, *, kill: bool) -> None:
        """Wait for the end of the process, or kill it with everything that it started."""
        self.finish()
        try:
            if not kill:
                self._child.wait()
        finally:
            with shielded():
                # The program's own processes can live on after it has failed.
                if kill or self._child.returncode is None:
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(self._child.pid, signal.SIGKILL)
                self._child.wait()
                self._errors.close()

    def run(self, settings: RunSettings) -> tuple[int, str]:
        """Run the program once. Returns a code and what the program wrote to stderr.

        The code is 0 if the run succeeded (the process lives on), else the process's exit code.
        """
        try:
            self._connection.send(settings)
            self._connection.recv()
        except (EOFError, OSError):
            return self._child.wait(), self._new_errors()
        return 0, self._new_errors()

    def finish(self) -> None:
        """Accept no further run. The process now ends by itself, while this one goes on."""
        self._connection.close()

    def _new_errors(self) -> str:
        # Not read(): the process writes at the file's own position, which reading would move.
        file = self._errors.fileno()
        text = os.pread(file, os.fstat(file).st_size - self._read_bytes, self._read_bytes)
        self._read_bytes += len(text)
        return text.decode(self._encoding, errors="replace").strip()


INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
# The layer is installed as `make setup` installs: from the person's index, through their proxy,
# trusting their certificates.
FOR_THE_LAYER = (
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir",
    "ssl_client_cert", "netrc", "xdg_config_home", "xdg_cache_home", "xdg_data_home",
    "xdg_runtime_dir", "dbus_session_bus_address", "python_keyring_backend",  # of a keyring
)  # fmt: skip
INDEX = ("UV_", "PIP_")


def _environment() -> dict[str, str]:
    """AWS credentials and Pulumi's own variables of the caller stay out of a local run."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in INHERITED or name.lower() in FOR_THE_LAYER or name.startswith(INDEX)
    }
    return inherited | OF_PROGRAMS

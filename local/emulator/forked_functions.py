"""Starts functions' processes as forks of one that has loaded the libraries (Linux only).

A function's first call takes tens of milliseconds of a core so, in place of most of a second. On
macOS, the system's own libraries do not work after a fork: there, and for a bootstrap that is not
ours, the emulator starts the process itself, as ever.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from ministack.core import lambda_runtime

from local.forks.forked import ForkedProcess, Forks

HERE = Path(__file__).parent
PARENT, BOOTSTRAP = HERE / "function_parent.py", HERE / "function_bootstrap.py"


class ForkedFunction:
    """A function's process and what it prints, as the emulator uses them of ``Popen``."""

    def __init__(self, process: ForkedProcess, stdout: IO[bytes]) -> None:
        self._process, self.stdout = process, stdout

    def __getattr__(self, name: str) -> Any:
        return getattr(self._process, name)


class Starting:
    """Stands where the emulator's runtime looks for the module ``subprocess``."""

    def __init__(self) -> None:
        self.parent = Forks([sys.executable, "-u", str(PARENT)])

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, command: Sequence[str], **options: Any) -> Any:
        """A fork where ``command`` is our bootstrap, else a process as ever."""
        modules = _modules(Path(command[0]))
        if modules is not None:
            try:
                return self._fork(modules, options["env"])
            except OSError:
                pass  # the parent has died
        return subprocess.Popen(command, **options)

    def _fork(self, modules: Sequence[str], environment: Mapping[str, str]) -> ForkedFunction:
        stdout, theirs = os.pipe()
        output = os.fdopen(stdout, "rb")
        try:
            process = self.parent.fork(json.dumps([modules, environment]).encode(), [theirs])
        except OSError:
            output.close()
            raise
        finally:
            os.close(theirs)
        return ForkedFunction(process, output)


def _modules(bootstrap: Path) -> list[str] | None:
    """The folders that our bootstrap is given. None if this one is not ours."""
    before = ["exec", sys.executable, "-u", str(BOOTSTRAP)]
    words = shlex.split(bootstrap.read_text(errors="replace"), comments=True)
    return words[len(before) :] if words[: len(before)] == before else None


def fork_functions() -> None:
    """Let the emulator start functions by fork, where that is sound."""
    if sys.platform == "linux":
        lambda_runtime.subprocess = Starting()

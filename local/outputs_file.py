"""The outputs file: where other commands find the running stage, and which process runs it."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class OutputsUnwritableError(Exception):
    """The outputs file cannot be written."""


class NoStageError(Exception):
    """There is no outputs file, or its stage runs no more."""


class OutputsFile:
    """The outputs file of one stage. ``remove`` leaves the file of another stage alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written: dict[str, Any] = {}

    def check(self) -> None:
        """Raise ``OutputsUnwritableError`` before anything is deployed."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path.parent):
                pass
            if self.path.exists():
                self.path.open("a").close()
        except OSError as error:
            raise OutputsUnwritableError(
                f"the stage's outputs cannot be written to {self.path}: {error.strerror}. Make the "
                "folder writable, or choose another file with: make up OUTPUTS=/tmp/outputs.json"
            ) from error

    def write(self, outputs: Mapping[str, Any]) -> None:
        """Write the outputs and this process's id.

        If the file belongs to another running stage, ``path`` becomes a file beside it.
        """
        owner = _read(self.path)
        if owner and _lives(owner):
            port = urlsplit(outputs["storefront_url"]).port
            self.path = self.path.with_name(f"{self.path.stem}-{port}{self.path.suffix}")
        self._written = {**outputs, "pid": os.getpid()}
        # The outputs contain the demo buyers' passwords: only this user may read the file.
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            if self.path.is_file():  # and no device such as /dev/null
                os.fchmod(descriptor, 0o600)  # os.open does not change the mode of an existing file
            json.dump(self._written, file, indent=2)

    def remove(self) -> None:
        """Remove the file unless another stage has overwritten it."""
        found = _read(self.path) or {}
        if all(found.get(key) == self._written.get(key) for key in ("pid", "emulator_url")):
            self.path.unlink(missing_ok=True)


def outputs_of_running(path: Path) -> str:
    """The outputs of the running stage as JSON. Raises ``NoStageError``."""
    outputs = _read(path)
    if outputs is None:
        raise NoStageError("no local stage is running; start one with: make up")
    if not _lives(outputs):
        raise NoStageError(f"the stage of {path} is not running any more; start one with: make up")
    return json.dumps(outputs, indent=2)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        outputs = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return outputs if isinstance(outputs, dict) else None


def _lives(outputs: Mapping[str, Any]) -> bool:
    """Whether the stage runs: its process lives, and its emulator's port accepts a connection.

    Another program can have taken over the process's id or the port, but hardly both.
    """
    emulator = urlsplit(str(outputs.get("emulator_url")))
    try:
        with contextlib.suppress(PermissionError):  # another user's process lives
            os.kill(int(outputs["pid"]), 0)
        with socket.create_connection((str(emulator.hostname), int(emulator.port or 0)), 1):
            return True
    except (OSError, KeyError, ValueError, TypeError):
        return False

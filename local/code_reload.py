"""Gives a function its new code when one of its files changes."""

from __future__ import annotations

import threading
from pathlib import Path

from local.provisioners import AwsProvisioner


class CodeReload:
    """Compares the modification times of the functions' files with those of its last look."""

    def __init__(self, provisioner: AwsProvisioner) -> None:
        self._provisioner = provisioner
        self._lock = threading.Lock()
        self._looked_at = self._times()
        self._seen = dict.fromkeys(provisioner.functions, self._looked_at)

    def reload_changed(self) -> list[str]:
        """Update each function whose files changed; their logical names.

        When it returns, every function has the code that was saved before the call. Threads may
        call it at once.
        """
        with self._lock:
            times = self._times()
            if times == self._looked_at:
                return []
            updated = [name for name in self._seen if self._update(name, times)]
            if all(seen is times for seen in self._seen.values()):
                self._looked_at = times
            return updated

    def _update(self, name: str, times: dict[Path, float]) -> bool:
        """Whether the function got new code."""
        files = self._provisioner.functions[name].files.values()
        if any(times.get(file) != self._seen[name].get(file) for file in files):
            try:
                self._provisioner.update_function_code(name)
            except FileNotFoundError:
                return False  # a file was deleted while it was read: the next call tries again
            self._seen[name] = times
            return True
        self._seen[name] = times
        return False

    def _times(self) -> dict[Path, float]:
        """Of each file once: most functions share most of their files."""
        files = {
            file for one in self._provisioner.functions.values() for file in one.files.values()
        }
        return {file: time for file in files if (time := _modified(file)) is not None}


def _modified(path: Path) -> float | None:
    """The time of the file's last change. None if the file does not exist."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None

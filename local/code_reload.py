"""Gives a function its new code when one of its files changes."""

from __future__ import annotations

from pathlib import Path

from local.provisioners import AwsProvisioner


class CodeReload:
    """Compares the modification times of the functions' files with those of its last look."""

    def __init__(self, provisioner: AwsProvisioner) -> None:
        self._provisioner = provisioner
        self._seen = self._times()

    def reload_changed(self) -> list[str]:
        """Update each function whose files changed; their logical names."""
        updated = []
        for name, times in self._times().items():
            if times == self._seen[name]:
                continue
            try:
                self._provisioner.update_function_code(name)
            except FileNotFoundError:
                continue  # a file was deleted while it was read: the next call tries again
            self._seen[name] = times
            updated.append(name)
        return updated

    def _times(self) -> dict[str, dict[str, float]]:
        return {
            name: {
                inside: time
                for inside, source in record.files.items()
                if (time := _modified(source)) is not None
            }
            for name, record in self._provisioner.functions.items()
        }


def _modified(path: Path) -> float | None:
    """The time of the file's last change. None if the file does not exist."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None

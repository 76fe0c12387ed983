"""Gives a function its new code when one of its files changes."""

from __future__ import annotations

from local.provisioners import AwsProvisioner


class CodeReload:
    """Compares the modification times of the functions' files with those of its last look."""

    def __init__(self, provisioner: AwsProvisioner) -> None:
        self._provisioner = provisioner
        self._seen = self._times()

    def reload_changed(self) -> list[str]:
        """Update each function whose files changed; their logical names."""
        now = self._times()
        changed = [name for name, times in now.items() if times != self._seen[name]]
        self._seen = now
        for name in changed:
            self._provisioner.update_function_code(name)
        return changed

    def _times(self) -> dict[str, dict[str, float]]:
        return {
            name: {
                inside: source.stat().st_mtime
                for inside, source in record.files.items()
                if source.exists()
            }
            for name, record in self._provisioner.functions.items()
        }

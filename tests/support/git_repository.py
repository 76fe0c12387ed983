"""A git repository of a test: its own settings, no hook, no signature, a fixed time."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

OWN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.com",
    "GIT_AUTHOR_DATE": "2030-01-31T12:00:00Z",
    "GIT_COMMITTER_DATE": "2030-01-31T12:00:00Z",
}


def run_git(folder: Path, *arguments: str) -> str:
    """What git prints in the folder."""
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", "-C", str(folder), *arguments],
        env={name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        | OWN,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def new_repository(folder: Path) -> Path:
    """An empty repository with the branch ``main``."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, **files: str | None) -> str:
    """Write the files (``__`` is a slash, ``None`` removes), commit everything; the commit's id."""
    for name, text in files.items():
        file = folder / name.replace("__", "/")
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", "--message", "a change")
    return run_git(folder, "rev-parse", "HEAD")

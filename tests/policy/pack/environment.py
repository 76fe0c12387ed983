"""The pack's own environment. It is made once for all runs, in .build, from the locked packages."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from tests.support.repository import REPO_ROOT

REQUIREMENTS = REPO_ROOT / "policy" / "requirements.txt"
MADE = REPO_ROOT / ".build" / "policy-pack"


def python_of_the_pack() -> Path:
    """The Python of an environment with exactly these packages.

    Workers that ask at once wait for the one that makes it. Only the package index is asked.
    """
    seed = REQUIREMENTS.read_bytes() + sys.version.encode() + sys.executable.encode()
    folder = MADE / hashlib.sha256(seed).hexdigest()[:16]
    python, whole = folder / "bin" / "python", folder / ".whole"
    MADE.mkdir(parents=True, exist_ok=True)
    with (MADE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            uv("venv", "--clear", "--python", sys.executable, str(folder))
            uv("pip", "install", "--python", str(python), "--requirement", str(REQUIREMENTS))
            whole.touch()
    return python


def uv(*arguments: str) -> None:
    """Run uv, and say what it said where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "uv", *arguments, "--quiet"],
        cwd=REPO_ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(f"uv {' '.join(arguments)}: {done.stderr}")

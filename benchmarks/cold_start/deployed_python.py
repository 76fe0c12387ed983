"""The Python that functions run on, if this machine has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from components.building_blocks.dependency_layer import PYTHON_VERSION


@dataclass(frozen=True)
class Python:
    """An interpreter."""

    path: str
    version: str

    @property
    def is_deployed(self) -> bool:
        """Whether functions run on this version."""
        return self.version.startswith(f"{PYTHON_VERSION}.")


def find_python() -> Python:
    """The deployed Python. Without one here, the Python that runs this."""
    for path in candidates():
        found = version_of(path)
        if found and found.is_deployed:
            return found
    return Python(sys.executable, ".".join(map(str, sys.version_info[:3])))


def candidates() -> Iterator[str]:
    """Where it may be: this one, on the path, where pyenv and uv keep theirs."""
    yield sys.executable
    name = f"python{PYTHON_VERSION}"
    if on_path := shutil.which(name):
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from map(str, sorted(pyenv.glob(f"versions/{PYTHON_VERSION}.*/bin/{name}")))
    command = [sys.executable, "-m", "uv", "python", "find", "--no-python-downloads",
               "--managed-python", PYTHON_VERSION]  # fmt: skip
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode == 0:
        yield found.stdout.strip()


def version_of(path: str) -> Python | None:
    """``None`` for what does not run: pyenv puts stand-ins on the path."""
    script = "import platform; print(platform.python_version())"
    try:
        ran = subprocess.run([path, "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return Python(path, ran.stdout.strip()) if ran.returncode == 0 else None

"""The first command of a newcomer: which Python makes the environment, and which does not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

OLD = '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.13\nexit 1\n'
# New enough, but no more than a note of how it was called: nothing gets installed.
NEW = '#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "$@" >> called\nexit 1\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "functions").mkdir()
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt",
                 "functions/requirements.txt"):  # fmt: skip
        shutil.copy(REPO_ROOT / name, tmp_path / name)
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def make_setup(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "setup", f"PYTHON={python}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_too_old_a_python_is_refused_before_it_makes_anything(folder: Path) -> None:
    done = make_setup(folder, str(script(folder / "old", OLD)))

    assert done.returncode != 0
    assert "is Python 3.10.13; Python 3.11 or newer is needed" in done.stderr
    assert "make setup PYTHON=python3.12" in done.stderr
    assert not (folder / ".venv").exists()


def test_a_python_that_is_not_there_is_refused_alike(folder: Path) -> None:
    done = make_setup(folder, "python3.999")

    assert "python3.999: not found" in done.stderr.replace("command not found", "not found")
    assert "Python 3.11 or newer is needed" in done.stderr


def test_an_environment_of_too_old_a_python_is_made_anew(folder: Path) -> None:
    script(folder / ".venv" / "bin" / "python", OLD)

    make_setup(folder, str(script(folder / "new", NEW)))

    assert (folder / "called").read_text() == "-m venv --clear .venv\n"
    assert not (folder / ".venv").exists()  # half made, it would be taken for a whole one


def test_an_environment_that_is_new_enough_is_kept(folder: Path) -> None:
    script(folder / ".venv" / "bin" / "python", NEW)

    make_setup(folder, str(script(folder / "old", OLD)))

    assert "venv" not in (folder / "called").read_text()
    assert (folder / ".venv").exists()

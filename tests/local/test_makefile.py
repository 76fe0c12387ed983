"""Which Python makes the environment, and what of a person's shell reaches the commands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
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
    (tmp_path / "tools").mkdir()
    shutil.copy(REPO_ROOT / "tools" / "near_option.awk", tmp_path / "tools")
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str, **shell: str) -> subprocess.CompletedProcess[str]:
    """Run make in the folder, with these variables in the shell that starts it."""
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=os.environ | shell,
        capture_output=True,
        text=True,
        check=False,
    )


def make_setup(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    return make(folder, "setup", f"PYTHON={python}")


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


def test_an_environment_that_was_interrupted_before_it_had_an_installer_is_made_anew(
    folder: Path,
) -> None:
    script(folder / ".venv" / "bin" / "python", NEW.replace("called", "half-made"))

    make_setup(folder, str(script(folder / "new", NEW)))

    assert (folder / "called").read_text() == "-m venv --clear .venv\n"


SLOW = """#!/bin/sh
[ "$1" = -c ] && exit 0
trap 'kill $!; echo Traceback >&2; exit 1' INT
mkdir .venv
sleep 60 &
touch begun
wait
"""


def test_ctrl_c_amid_the_making_of_an_environment_leaves_none_and_no_traceback(
    folder: Path,
) -> None:
    process = subprocess.Popen(
        ["make", "setup", f"PYTHON={script(folder / 'slow', SLOW)}"],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not (folder / "begun").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)

    assert "Traceback" not in said
    assert "\nstopped\n" in said
    assert not (folder / ".venv").exists()


def test_an_environment_that_is_new_enough_is_kept(folder: Path) -> None:
    has_pip = NEW.replace("echo", 'case "$*" in *"pip --version") exit 0;; esac\necho')
    script(folder / ".venv" / "bin" / "python", has_pip)

    make_setup(folder, str(script(folder / "old", OLD)))

    assert "venv" not in (folder / "called").read_text()
    assert (folder / ".venv").exists()


SHOWS = '#!/bin/sh\nenv > heard\necho "$@" >> called\n'
"""Notes its environment and its arguments."""


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("PYTHONSAFEPATH=1", False),
        ("PYTHONHOME=/nowhere", False),
        ("PYTHONPATH=/nowhere", False),
        ("PYTHONUNBUFFERED=1", True),
        ("PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring", True),
        ("PIP_USE_FEATURE=truststore", True),
        ("PIP_NO_INPUT=1", True),
        ("UV_CREDENTIALS_DIR=/home/me/credentials", True),
        ("UV_S3_ENDPOINT_URL=https://wheels.example", True),
        ("PIP_USER=1", False),
        ("PIP_TARGET=/nowhere", False),
        ("PIP_INDEX_URL=https://index.example", True),
        ("UV_REQUIRE_HASHES=1", False),
        ("UV_WORKING_DIR=/nowhere", False),
        ("UV_INDEX_URL=https://index.example", True),
        ("PYTEST_ADDOPTS=--pdb", False),
        ("COVERAGE_FILE=/nowhere", False),
        ("HTTPS_PROXY=http://proxy.example", True),
        ("AWS_PROFILE=shop", True),  # the operators' commands need it
    ],
)
def test_a_command_hears_of_the_shell_what_is_meant_for_it(
    folder: Path, said: str, heard: bool
) -> None:
    script(folder / ".venv" / "bin" / "python", SHOWS)
    (folder / ".venv" / ".ready").touch()

    name, value = said.split("=", 1)
    ran = make(folder, "redrive", **{name: value})

    assert ran.returncode == 0, ran.stderr
    assert (said in (folder / "heard").read_text().splitlines()) is heard


def test_a_variable_of_the_shell_is_no_option_of_a_command_which_says_so(folder: Path) -> None:
    script(folder / ".venv" / "bin" / "python", SHOWS)
    (folder / ".venv" / ".ready").touch()

    from_shell = make(folder, "preview", STAGE="another", PROJECT="/nowhere", PORT="1")
    from_line = make(folder, "preview", "STAGE=prod", "PROJECT=a folder", STAGE="another")

    told = [line.partition(": ")[2] for line in from_shell.stderr.splitlines()]
    assert told == [
        f"{name} of your shell is not read. Write it behind make: make preview {name}=..."
        for name in ("STAGE", "PROJECT")  # and none that this command does not have
    ]
    assert from_line.stderr == ""
    assert (folder / "called").read_text().splitlines() == [
        "-S tools/run.py local preview --stage dev",
        "-S tools/run.py local preview --stage prod --project a folder",
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("verify OUTPUT=prod.json", "no command knows the option OUTPUT; did you mean OUTPUTS?"),
        ("redrive OUPTUTS=prod.json", "no command knows the option OUPTUTS; did you mean OUTPUTS?"),
        ("preview stage=prod", "no command knows the option stage; did you mean STAGE?"),
        ("forget-user USERID=a", "no command knows the option USERID; did you mean USER_ID?"),
        ("verify QUARTZ=1", "no command knows the option QUARTZ. The options are STAGE OUTPUTS"),
        (
            "redrive STAGE=prod",
            "STAGE= is for these commands: preview policy plan pulumi-preview pulumi-up drift. "
            "OUTPUTS= names the stage to work on",
        ),
    ],
)
def test_an_option_that_nothing_would_read_is_refused_before_anything_is_done(
    folder: Path, command: str, said: str
) -> None:
    """Or the command would work on another stage than the one that the person has named."""
    script(folder / ".venv" / "bin" / "python", SHOWS)
    (folder / ".venv" / ".ready").touch()

    done = make(folder, *command.split())

    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder / "called").exists()


@pytest.mark.parametrize(
    "option",
    ["PYTHON=python3", "UV_NO_CONFIG=1", "UV_INDEX_A=b", "HTTPS_PROXY=http://p", "AWS_PROFILE=a"],
)
def test_what_an_installer_or_the_aws_sdk_hears_is_no_mistyped_option(
    folder: Path, option: str
) -> None:
    script(folder / ".venv" / "bin" / "python", SHOWS)
    (folder / ".venv" / ".ready").touch()

    assert make(folder, "redrive", option).returncode == 0


def test_packages_that_went_elsewhere_are_no_finished_setup(folder: Path) -> None:
    elsewhere = '#!/bin/sh\ncase "$2" in *sys.version*) exit 0;; *find_spec*) exit 1;; esac\n'
    script(folder / ".venv" / "bin" / "python", elsewhere)

    done = make(folder, "setup")

    assert done.returncode != 0
    assert "uv installed the packages somewhere else" in done.stderr
    assert not (folder / ".venv" / ".ready").exists()


def test_a_setup_compiles_what_it_installed(folder: Path) -> None:
    """Or each process of a function would: the emulator forbids it to keep what it compiled."""
    script(folder / ".venv" / "bin" / "python", '#!/bin/sh\necho "$@" >> called\n')

    done = make(folder, "setup")

    assert done.returncode == 0, done.stderr
    assert "-m compileall -qq" in (folder / "called").read_text().splitlines()[-1]

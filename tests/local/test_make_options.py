"""The options of ``make``'s commands reach them as they were written, whatever is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.local.test_makefile import folder, make, script
from tests.support.repository import REPO_ROOT

__all__ = ["folder"]  # a fixture

NOTES = "#!/bin/sh\nprintf '%s\\0' \"$@\" >> called\n"
"""Notes its arguments."""

HOSTILE = [
    '{"text":"it\'s $5, (a \\"b\\")"}',
    '{"a":"$("}',
    "$(shell touch ran)",
    "$(error ran)",
    "${HOME}$HOME$$HOME",
    "`touch ran`$(touch ran)",
    "'; touch ran; '",
    '"; touch ran; "',
    "\\' \\\" \\",
    "a b  c\t#d * ? ~ & | < >",
    '{\n  "text": "hello"\n}',
    "%,=:;",
]

COMMANDS: dict[str, tuple[str, ...]] = {
    "up": ("PORT", "OUTPUTS", "ORIGIN"),
    "preview": ("STAGE", "PROJECT", "RECORD", "AGAINST"),
    "policy": ("STAGE", "PROJECT"),
    "review": ("BASE", "HEAD", "PROJECT", "OUT"),
    "plan": ("STAGE", "PEAK", "ORDERS", "CONNECTS", "OUT"),
    "token": ("OUTPUTS", "BUYER"),
    "push": ("OUTPUTS", "BUYER", "TYPE", "USER_ID", "CONFIRM", "DATA"),
    "page": ("OUTPUTS", "OUT"),
    "verify": ("OUTPUTS", "CONFIRM", "TOKEN"),
    "redrive": ("OUTPUTS", "ORDER"),
    "show-order": ("OUTPUTS", "ORDER"),
    "forget-user": ("OUTPUTS", "CONFIRM", "USER_ID"),
    "pulumi-preview": ("STAGE", "OUT"),
    "pulumi-up": ("STAGE", "OUT", "CONFIRM"),
    "drift": ("STAGE", "OUT"),
    "release": ("OUT",),
    "comment": ("MARKER", "FILE"),
    "fuzz": ("SEED", "CASES", "PART", "ONLY", "CASE"),
}
SWITCHES = {"LIST", "COVERAGE", "FULL", "OLDER"}  # given or not; their value goes nowhere


@pytest.fixture
def ready(folder: Path) -> Path:
    script(folder / ".venv" / "bin" / "python", NOTES)
    (folder / ".venv" / ".ready").touch()
    return folder


def called(ready: Path) -> list[str]:
    """What the command got, as often as one of its options says."""
    return (ready / "called").read_text().split("\0")[:-1]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_value_of_any_option_is_one_word_of_the_command(
    ready: Path, command: str
) -> None:
    for value in HOSTILE:
        (ready / "called").unlink(missing_ok=True)
        options = [f"{name}={value}" for name in COMMANDS[command]]
        done = make(ready, command, "PYTHON=.venv/bin/python", *options)

        assert (done.returncode, done.stderr) == (0, ""), value
        assert called(ready).count(value) == len(COMMANDS[command]), value
        assert not (ready / "ran").exists(), value


@pytest.mark.parametrize("command", [*COMMANDS, "test"])
def test_a_dry_run_runs_nothing_of_a_value(ready: Path, command: str) -> None:
    (ready / "node_modules").mkdir()
    for name in ("package.json", "package-lock.json", "client/package.json", "node_modules/.ready"):
        (ready / name).parent.mkdir(exist_ok=True)
        (ready / name).touch()
    options = [*COMMANDS.get(command, ()), *sorted(SWITCHES)]
    done = make(ready, "-n", command, *(f"{name}=$(shell touch ran)" for name in options))

    assert done.returncode == 0, done.stderr
    assert not (ready / "ran").exists()
    assert not (ready / "called").exists()


def test_each_option_of_the_makefile_is_tried() -> None:
    text = (REPO_ROOT / "Makefile").read_text()
    names = set(re.findall(r"^\$\(call option,([A-Z_]+),", text, re.MULTILINE))
    (without,) = re.findall(r"^WITHOUT_DEFAULT := ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    names |= set(without.replace("\\\n", " ").split())

    assert names == SWITCHES.union(*COMMANDS.values())


def test_an_empty_option_is_none(ready: Path) -> None:
    make(ready, "push", "DATA=", "BUYER= ", "TYPE=hello.world")

    assert called(ready)[2:] == [
        "operations.push_event", "--outputs", ".local/outputs.json", "--type", "hello.world",
    ]  # fmt: skip


def test_a_silent_command_from_another_folder_prints_no_more_than_its_own_output(
    ready: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script(ready / ".venv" / "bin" / "python", "#!/bin/sh\necho a.good.token\n")

    done = make(tmp_path_factory.mktemp("page"), "-s", "-C", str(ready), "token")

    assert (done.returncode, done.stdout) == (0, "a.good.token\n")

"""What the runbook tells operators to type exists, and its figures are the code's."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from contract.limits import REPEATABLE_DAYS
from tests.support.repository import REPO_ROOT

RUNBOOK = (REPO_ROOT / "docs" / "runbook.md").read_text()
COMMANDS = sorted(set(re.findall(r"python -m (operations\.\w+)([^`\n>]*)", RUNBOOK)))
OPTIONS = sorted(
    {(name, option) for name, rest in COMMANDS for option in re.findall(r"--\w+", rest)}
)


def test_the_runbook_names_commands_with_options() -> None:
    assert OPTIONS, "the pattern for commands found none: the test below would be skipped"


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_of_a_command_is_one_that_the_command_knows(
    command: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        import_module(command).main(["--help"])
    assert option in capsys.readouterr().out


def test_every_make_target_is_in_the_makefile() -> None:
    named = set(re.findall(r"`make ([a-z-]+)", RUNBOOK))
    targets = re.findall(r"^([a-z-]+):", (REPO_ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named
    assert named <= set(targets)


def test_the_life_of_the_records_is_the_true_one() -> None:
    assert f"live for {REPEATABLE_DAYS} days" in RUNBOOK

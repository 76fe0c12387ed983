"""``make review``: what it prints, writes and ends with, and what it says of a wrong call."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from review.__main__ import WRONG, main
from tests.review.planted_shop import PROGRAM, commit_program, planted, shop
from tests.support.git_repository import commit, new_repository, run_git
from tests.support.repository import REPO_ROOT

EXAMPLE = REPO_ROOT / "examples" / "python"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shop(tmp_path_factory.mktemp("changed"))
    commit_program(folder, planted(PROGRAM, ("timeout=10", "timeout=9")))
    return folder


def test_the_review_is_printed_and_written_and_no_programs_words_are_in_it(
    changed: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "review.md"

    code = main(["--base", "main", "--project", str(changed), "--out", str(out)])
    printed = capfd.readouterr()
    assert code == 0
    assert printed.out == out.read_text()
    assert printed.out.startswith("<!-- realtime-review -->\n")
    assert "`timeout` 10 → 9" in printed.out
    assert "a program that prints" not in printed.out
    assert "a program that prints" in printed.err


def test_a_program_that_fails_ends_the_command_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shop(tmp_path)
    commit_program(folder, "raise SystemExit(3)\n")

    assert main(["--base", "main", "--project", str(folder)]) == 1
    assert "**This change fails**" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--base", "nowhere"], "BASE=nowhere is no commit of"),
        (["--base", "main", "--head", "nowhere"], "HEAD=nowhere is no commit of"),
        (["--base", "main", "--out", "/nowhere/review.md"], "there is no folder /nowhere"),
        (["--base", "main", "--project", "/nowhere"], "PROJECT=/nowhere is no folder"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_no_review(
    changed: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    project = [] if "--project" in arguments else ["--project", str(changed)]

    assert main([*arguments, *project]) == WRONG
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert len(printed.err.splitlines()) == 1


def test_a_file_that_cannot_be_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--base", "main", "--project", str(shop(tmp_path)), "--out", str(tmp_path)]) == (
        WRONG
    )
    assert f"OUT={tmp_path} cannot be written: Is a directory" in capsys.readouterr().err


def test_make_says_what_a_review_needs() -> None:
    done = subprocess.run(
        ["make", "-n", "review"], cwd=REPO_ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "say what to compare with: make review BASE=main" in done.stderr


def test_a_teams_own_program_is_reviewed_with_this_checkouts_components(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy of the example in a repository of its own, one folder down."""
    repository = new_repository(tmp_path / "tickets")
    program = repository / "infra"
    shutil.copytree(EXAMPLE, program, ignore=shutil.ignore_patterns("__pycache__"))
    pins = (program / "requirements.txt").read_text()
    commit(repository)
    run_git(repository, "switch", "--quiet", "--create", "change")
    seats = (program / "functions" / "tickets.py").read_text()
    (program / "functions" / "tickets.py").write_text(f"{seats}\n# changed\n")
    (program / "requirements.txt").write_text(pins.replace("pulumi==", "pulumi==99."))
    (program / "Pulumi.load.yaml").write_text((EXAMPLE / "Pulumi.local.yaml").read_text())
    commit(repository)

    assert main(["--base", "main", "--project", str(program)]) == 0
    said = capsys.readouterr().out
    assert "- **code only** `functions`: " in said
    assert "| load |" in said
    assert "`pulumi` `3." in said
    assert "the packages and components of this checkout" in said

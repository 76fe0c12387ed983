"""A change of what judges it is said on top."""

from __future__ import annotations

from pathlib import Path

import pytest

from review.judges import judge_lines, judging
from review.run.commits import changed_files, commits_of
from tests.support.git_repository import commit, new_repository


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "shop")


def touched(project: Path, first: str, *, own: bool) -> list[str]:
    return judging(changed_files(commits_of(project, first, "HEAD")), own=own)


REVIEW = {"review/a.py": "x", "policy/rules/old.py": "a rule", "local/a.py": "x"}


def test_files_of_the_review_the_rules_and_the_local_stage_are_found(shop: Path) -> None:
    first = commit(shop, **REVIEW, **{"functions/a.py": "x"})
    commit(shop, **{"policy/rules/old.py": None, "policy/rules/new.py": "a rule",
                    "local/a.py": "y", "functions/a.py": "y", "reviewed": "x",
                    "policy-waivers.yaml": "waivers: []"})  # fmt: skip

    assert touched(shop, first, own=True) == [
        "local/a.py", "policy-waivers.yaml", "policy/rules/new.py", "policy/rules/old.py",
    ]  # fmt: skip


def test_of_a_program_in_a_folder_its_own_waivers_are_found_and_no_folder_of_its(
    shop: Path,
) -> None:
    first = commit(shop, **{"infra/policy/a": "x"})
    commit(shop, **{"infra/policy/a": "y", "infra/policy-waivers.yaml": "x", "review/b": "x"})

    assert touched(shop / "infra", first, own=False) == ["policy-waivers.yaml"]


def test_waivers_and_rules_come_first_and_of_many_files_a_few_are_named() -> None:
    many = [f"local/{n}.py" for n in range(7)]

    assert [*judge_lines([*many, "policy-waivers.yaml", "policy/rules/a.py"])] == [
        "**The change touches what judges it:** `policy-waivers.yaml`; `policy/rules/a.py`; 7 "
        "files of `local/`: `local/0.py`, `local/1.py`, `local/2.py`, `local/3.py` and 3 more. "
        "Read that part yourself.",
        "",
    ]
    assert [*judge_lines([])] == []

"""Which two commits are compared, and what is said when they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from review.run.commits import Commits, ReviewError, commits_of, git, uncommitted
from tests.support.git_repository import commit, new_repository, run_git


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "shop")


def refused(project: Path, base: str = "main", head: str = "HEAD") -> str:
    with pytest.raises(ReviewError) as error:
        commits_of(project, base, head)
    return str(error.value)


def test_the_base_is_where_the_change_began_not_what_the_branch_has_become(shop: Path) -> None:
    began = commit(shop, a="1")
    run_git(shop, "switch", "--quiet", "--create", "change")
    changed = commit(shop, b="1")
    run_git(shop, "switch", "--quiet", "main")
    commit(shop, c="somebody else's")

    assert commits_of(shop, "main", "change") == Commits(shop.resolve(), "", began, changed)


def test_the_head_is_the_checked_out_commit_when_none_is_named(shop: Path) -> None:
    first, second = commit(shop, a="1"), commit(shop, a="2")

    assert commits_of(shop, first, "HEAD") == Commits(shop.resolve(), "", first, second)


def test_a_project_in_a_folder_is_known_by_its_path_in_the_repository(shop: Path) -> None:
    commit(shop, infra__program__Pulumi="x")

    assert commits_of(shop / "infra" / "program", "main", "HEAD").folder == "infra/program"


def test_a_tag_with_a_note_is_the_commit_that_it_names(shop: Path) -> None:
    first = commit(shop, a="1")
    run_git(shop, "tag", "--annotate", "v1", "--message", "one")

    assert commits_of(shop, "v1", "HEAD").base == first


def test_a_branch_that_only_the_remote_has_is_named_in_the_error(
    shop: Path, tmp_path: Path
) -> None:
    commit(shop, a="1")
    run_git(tmp_path, "clone", "--quiet", str(shop), "clone")
    run_git(tmp_path / "clone", "switch", "--quiet", "--create", "change")
    run_git(tmp_path / "clone", "branch", "--quiet", "--delete", "main")

    clone = (tmp_path / "clone").resolve()
    assert refused(clone) == f"BASE=main is no commit of {clone}; the remote has it: origin/main"


@pytest.mark.parametrize("ref", ["nowhere", "--all", "", "main:a"])
def test_a_name_that_is_no_commit_is_refused(shop: Path, ref: str) -> None:
    commit(shop, a="1")

    said = refused(shop, head=ref)
    assert said.startswith(f"HEAD={ref} is no commit of {shop.resolve()}; name a branch, a tag")


def test_a_shallow_clone_is_told_how_it_gets_the_rest(shop: Path, tmp_path: Path) -> None:
    first = commit(shop, a="1")
    run_git(shop, "switch", "--quiet", "--create", "change")
    commit(shop, a="2")
    commit(shop, a="3")
    run_git(shop, "switch", "--quiet", "main")
    commit(shop, b="1")
    run_git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", shop.as_uri(), "clone")

    for base in ("origin/main", first):
        said = refused(tmp_path / "clone", base, "origin/change")
        assert "this clone is shallow" in said
        assert "git fetch --unshallow, or fetch-depth: 0 of actions/checkout" in said


def test_a_shallow_clone_of_a_merge_and_its_parents_is_enough(shop: Path, tmp_path: Path) -> None:
    """As a workflow of a pull request has it: the merge into main, and main as its first parent."""
    commit(shop, a="1")
    run_git(shop, "switch", "--quiet", "--create", "change")
    commit(shop, a="2")
    run_git(shop, "switch", "--quiet", "main")
    newest = commit(shop, b="1")
    run_git(shop, "merge", "--quiet", "--no-edit", "change")
    run_git(tmp_path, "clone", "--quiet", "--depth=2", shop.as_uri(), "clone")

    assert commits_of(tmp_path / "clone", "HEAD^1", "HEAD").base == newest


def test_two_histories_without_a_common_commit_are_refused(shop: Path) -> None:
    commit(shop, a="1")
    run_git(shop, "switch", "--quiet", "--orphan", "other")
    commit(shop, b="1")

    assert "have no commit in common; BASE must be the branch" in refused(shop)


def test_a_folder_outside_of_a_repository_is_refused_with_what_to_do(tmp_path: Path) -> None:
    said = refused(tmp_path)

    assert said.startswith(f"PROJECT={tmp_path} is in no git repository that can be read")
    assert "git init there and commit" in said


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "is no folder; name the folder with Pulumi.yaml" in refused(tmp_path / "nowhere")


def test_a_machine_without_git_is_told_so(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(shop))

    assert refused(shop) == "git is not installed, and a review reads two commits by it"


def test_a_hooks_variables_do_not_lead_to_the_hooks_repository(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = commit(shop, a="1")
    other = new_repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))

    assert commits_of(shop, "main", "HEAD").base == first


def test_what_is_not_committed_is_known_of_the_projects_folder_only(shop: Path) -> None:
    commit(shop, infra__a="1", web__a="1")
    (shop / "infra" / "a").write_text("2")
    (shop / "web" / "a").write_text("2")
    (shop / "infra" / "new file").write_text("1")

    found = uncommitted(commits_of(shop / "infra", "main", "HEAD"))
    assert sorted(found) == ['"infra/new file"', "infra/a"]


def test_git_that_refuses_says_why(shop: Path) -> None:
    with pytest.raises(ReviewError, match="not a git command"):
        git(shop, "no-such-command")

"""The files of a commit: as they were committed, and gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from review.run.commits import commits_of
from review.run.left_out import left_out
from review.run.trees import Tree, trees
from tests.support.git_repository import commit, new_repository, run_git
from tests.support.repository import REPO_ROOT

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return new_repository(tmp_path / "shop")


def test_each_tree_has_the_files_of_its_commit_and_none_is_left(shop: Path) -> None:
    first = commit(shop, infra__a="1", infra__old="x")
    commit(shop, infra__a="2", infra__old=None)
    (shop / "infra" / "a").write_text("not committed")

    with trees(commits_of(shop / "infra", first, "HEAD")) as (before, after):
        seen = [(tree.project / "a").read_text() for tree in (before, after)]
        old = [(tree.project / "old").exists() for tree in (before, after)]
        place = before.top.parent
    assert (seen, old) == (["1", "2"], [True, False])
    assert not place.exists()
    assert run_git(shop, "status", "--porcelain") == "M infra/a"


def test_the_folder_is_gone_although_the_review_fails(shop: Path) -> None:
    commit(shop, a="1")

    places = []

    def stopped() -> None:
        with trees(commits_of(shop, "main", "HEAD")) as (before, _):
            places.append(before.top.parent)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [place.exists() for place in places] == [False]


def test_a_file_that_archives_leave_out_is_there_and_none_is_written_anew(shop: Path) -> None:
    """``git archive`` would leave files out, and write a commit's id into others."""
    commit(shop, **{".gitattributes": "a export-ignore\nb export-subst\n", "a": "1",
                    "b": "$Format:%H$"})  # fmt: skip

    with trees(commits_of(shop, "main", "HEAD")) as (_, after):
        assert (after.top / "a").read_text() == "1"
        assert (after.top / "b").read_text() == "$Format:%H$"


def test_a_folder_that_the_base_does_not_have_is_missing_in_its_tree(shop: Path) -> None:
    first = commit(shop, a="1")
    commit(shop, infra__a="1")

    with trees(commits_of(shop / "infra", first, "HEAD")) as (before, after):
        assert (before.project.exists(), after.project.exists()) == (False, True)


def test_the_checkouts_layer_is_shared_with_a_commit_of_the_components(shop: Path) -> None:
    commit(shop, components__building_blocks__dependency_layer="x", a="1")
    folder = shop / "components" / "building_blocks"
    (folder / "dependency_layer").rename(folder / "dependency_layer.py")
    commit(shop)

    with trees(commits_of(shop, "HEAD~1", "HEAD")) as (before, after):
        assert not (before.top / ".build").exists()
        assert (after.top / ".build").resolve() == (REPO_ROOT / ".build").resolve()


def test_a_file_in_lfs_is_its_pointer_and_said_to_be(shop: Path) -> None:
    commit(shop, **{".gitattributes": "*.zip filter=lfs -text\n", "plain": "x"})
    commit(shop, **{"layer.zip": POINTER})

    with trees(commits_of(shop, "HEAD~1", "HEAD")) as both:
        assert both[1].in_lfs() == ["layer.zip"]
        assert left_out(both).lines == (
            "- `layer.zip`: in Git LFS. The programs saw pointers in their place",
        )


def test_a_submodule_is_empty_and_said_to_be(shop: Path, tmp_path: Path) -> None:
    commit(new_repository(tmp_path / "other"), a="1")
    first = commit(shop, a="1")
    run_git(shop, "submodule", "--quiet", "add", str(tmp_path / "other"), "shared")
    commit(shop)

    with trees(commits_of(shop, first, "HEAD")) as both:
        assert [*(both[1].top / "shared").glob("*")] == []
        (said,) = left_out(both).lines
    assert said.startswith("- `shared`: a submodule has its files in another repository")


def test_nothing_left_out_is_no_lines(tmp_path: Path) -> None:
    assert left_out((Tree(tmp_path, tmp_path),)).lines == ()

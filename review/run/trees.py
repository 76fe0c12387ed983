"""The files of two commits, each in a folder that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.interrupts import temporary_folder
from review.run.commits import Commits, git

REPO_ROOT = Path(__file__).resolve().parents[2]
LAYER = Path("components", "building_blocks", "dependency_layer.py")
"""Builds the functions' layer into ``.build`` of the checkout that it is in."""
POINTER = b"version https://git-lfs.github.com/spec/v1\n"


@dataclass(frozen=True)
class Tree:
    """One commit's files."""

    top: Path
    project: Path
    """The project's folder; it need not exist."""
    submodules: tuple[str, ...] = ()
    """Folders that are empty here: git keeps their content in other repositories."""

    def in_lfs(self) -> list[str]:
        """The project's files that are pointers to Git LFS."""
        return sorted(
            path.relative_to(self.project).as_posix()
            for path in self.project.rglob("*")
            if path.is_file() and not path.is_symlink() and path.stat().st_size < 1024
            if path.read_bytes().startswith(POINTER)
        )


@contextmanager
def trees(commits: Commits) -> Iterator[tuple[Tree, Tree]]:
    """The base's files and the head's."""
    with temporary_folder("review-") as folder:
        place = folder.resolve()
        yield (
            _tree(commits, commits.base, place / "base"),
            _tree(commits, commits.head, place / "head"),
        )


def _tree(commits: Commits, commit: str, top: Path) -> Tree:
    """Not by ``git archive``: that leaves out what .gitattributes exports not."""
    top.mkdir()
    index = top.with_name(f"{top.name}.index")
    git(commits.repository, "read-tree", commit, index=index)
    git(commits.repository, "checkout-index", "--all", f"--prefix={top}/", index=index)
    project = top / commits.folder
    if (project / LAYER).is_file() and not (project / ".build").exists():
        shared = REPO_ROOT / ".build"  # or the layer would be built for each review
        shared.mkdir(exist_ok=True)
        (project / ".build").symlink_to(shared)
    listed = git(commits.repository, "ls-files", "--stage", "-z", index=index).split("\0")
    links = (line.partition("\t")[2] for line in listed if line.startswith("160000 "))
    return Tree(top, project, tuple(sorted(links)))

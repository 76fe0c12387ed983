"""The two commits of a review, in the repository that holds the project."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SHOWN = 10
"""Characters of a commit's id in a review: always as many, or other commits would change them."""


OF_A_HOOK = frozenset(
    f"GIT_{name}"
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "COMMON_DIR", "OBJECT_DIRECTORY")
)
"""Variables by which git tells a hook the repository that the hook is of."""


class ReviewError(Exception):
    """What was asked for cannot be reviewed; the text says what to do."""


@dataclass(frozen=True)
class Commits:
    """What is compared with what."""

    repository: Path
    """The top of the work tree."""
    folder: str
    """The project's folder in it; empty for the top itself."""
    base: str
    """The commit that the change started from: the merge base, not the newest of the branch."""
    head: str

    @property
    def same(self) -> bool:
        """Whether there is nothing to compare."""
        return self.base == self.head


def git(repository: Path, *arguments: str, index: Path | None = None) -> str:
    """What git prints. Raises ``GitError`` with its words.

    No file in LFS is downloaded: its pointer stands for it, and has its hash.
    """
    quiet = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK}
    own = {"GIT_INDEX_FILE": str(index)} if index else {}
    filters = ("filter.lfs.process=", "filter.lfs.smudge=", "filter.lfs.required=false")
    options = [word for one in filters for word in ("-c", one)]
    try:
        done = subprocess.run(
            ["git", *options, "-C", str(repository), *arguments],
            env=kept | quiet | own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise ReviewError("git is not installed, and a review reads two commits by it") from error
    if done.returncode:
        raise GitError(done.stderr.strip() or f"git {arguments[0]} ended with {done.returncode}")
    return done.stdout.strip()


class GitError(ReviewError):
    """Git refused; the text is its own."""


def commits_of(project: Path, base: str, head: str) -> Commits:
    """The commits that BASE and HEAD name. Raises ``ReviewError``."""
    if not project.is_dir():
        raise ReviewError(f"PROJECT={project} is no folder; name the folder with Pulumi.yaml")
    try:
        top = git(project, "rev-parse", "--show-toplevel")
        folder = git(project, "rev-parse", "--show-prefix")
    except GitError as error:
        raise ReviewError(
            f"PROJECT={project} is in no git repository that can be read, and a review compares "
            "two commits of one: git init there and commit, or name another folder. Git says: "
            f"{error}"
        ) from error
    repository = Path(top)
    newest, tip = _commit(repository, "BASE", base), _commit(repository, "HEAD", head)
    return Commits(repository, folder.rstrip("/"), _merge_base(repository, newest, tip), tip)


def uncommitted(commits: Commits) -> list[str]:
    """Files of the project that differ from the checked-out commit, or are in none."""
    said = git(commits.repository, "status", "--porcelain", "--", commits.folder or ".")
    return [line[2:].strip() for line in said.splitlines()]


def changed_files(commits: Commits) -> list[str]:
    """The project's files that the change adds, alters or removes, by their paths in its folder."""
    said = git(commits.repository, "diff", "--name-only", "--no-renames", "-z", commits.base,
               commits.head)  # fmt: skip
    start = f"{commits.folder}/" if commits.folder else ""
    paths = [path for path in said.split("\0") if path]
    return [path.removeprefix(start) for path in paths if path.startswith(start)]


def _commit(repository: Path, option: str, ref: str) -> str:
    if not ref.startswith("-"):  # or git would take it for an option
        try:
            return git(repository, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        except GitError:
            pass
    raise ReviewError(f"{option}={ref} is no commit of {repository}; {_remedy(repository, ref)}")


def _remedy(repository: Path, ref: str) -> str:
    try:
        git(repository, "rev-parse", "--verify", "--quiet", f"refs/remotes/origin/{ref}")
        return f"the remote has it: origin/{ref}"
    except GitError:
        pass
    if _is_shallow(repository):
        return "this clone is shallow: git fetch --unshallow, or fetch-depth: 0 of actions/checkout"
    return "name a branch, a tag or a commit that git log knows here, or git fetch it first"


def _merge_base(repository: Path, base: str, head: str) -> str:
    try:
        return git(repository, "merge-base", base, head)
    except GitError:
        if _is_shallow(repository):
            raise ReviewError(
                "this clone is shallow, and the commit that both BASE and HEAD come from is not in "
                "it: git fetch --unshallow, or fetch-depth: 0 of actions/checkout"
            ) from None
        raise ReviewError(
            f"{base[:SHOWN]} and {head[:SHOWN]} have no commit in common; BASE must be the branch "
            "that the change goes into"
        ) from None


def _is_shallow(repository: Path) -> bool:
    return git(repository, "rev-parse", "--is-shallow-repository") == "true"

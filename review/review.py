"""One review, from the two names of commits to its Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from operations.progress import Progress
from review.composition import composed, nothing_to_compare
from review.judges import judging
from review.run.commits import (
    SHOWN,
    Commits,
    ReviewError,
    changed_files,
    commits_of,
    git,
    uncommitted,
)
from review.run.left_out import left_out
from review.run.requirements_changed import requirements_changed
from review.run.running import run_all, stages_of
from review.run.trees import REPO_ROOT, Tree, trees
from review.text.bounds import bounded
from review.text.markdown import counted
from review.text.part import text_of

FAILED = 1


@dataclass(frozen=True)
class Review:
    """The Markdown, and what the command ends with."""

    text: str
    exit_code: int
    """0; ``FAILED`` when a program fails by the change. make ends with 2 then, as always."""


def review(project: Path, base: str, head: str, progress: Progress, *, full: bool) -> Review:
    """Compare what both commits would create. Raises ``ReviewError`` when there is no comparing.

    The same two commits give the same bytes, in whichever folder, on whichever day.
    """
    commits = commits_of(project, base, head)
    for said in _not_committed(uncommitted(commits)):
        progress.say(said)
    if commits.same:
        return Review("\n".join(nothing_to_compare(commits)) + "\n", 0)
    with trees(commits) as (before, after):
        _check_project(commits, before, after)
        names = {*stages_of(before), *stages_of(after)}
        with progress.doing(f"Running both commits, {counted(len(names), 'stage')} each"):
            stages = run_all(before, after, _day(commits))
        own = any((tree.project / "review" / "__main__.py").is_file() for tree in (before, after))
        notes = (requirements_changed(before.project, after.project), left_out((before, after)))
    parts = composed(commits, stages, notes, judging(changed_files(commits), own=own))
    command = f"make review BASE={commits.base[:SHOWN]} HEAD={commits.head[:SHOWN]} FULL=1"
    if commits.repository != REPO_ROOT or commits.folder:
        command += " PROJECT=<folder>"
    text = text_of(parts) if full else bounded(parts, command)
    failed = any(stage.fails for stage in stages)
    return Review(text, FAILED if failed else 0)


def _not_committed(names: Sequence[str]) -> Iterator[str]:
    if names:
        more = f" and {counted(len(names) - 1, 'other file')}" if names[1:] else ""
        yield f"What is not committed is not in this review: {names[0]}{more}, by git status"


def _check_project(commits: Commits, before: Tree, after: Tree) -> None:
    where = commits.folder or "its top folder"
    if not any((tree.project / "Pulumi.yaml").is_file() for tree in (before, after)):
        raise ReviewError(
            f"neither {commits.base[:SHOWN]} nor {commits.head[:SHOWN]} has a Pulumi.yaml in "
            f"{where} of {commits.repository}; commit the program, or name its folder: PROJECT="
        )
    newer = after if (after.project / "Pulumi.yaml").is_file() else before
    if not (newer.project / "__main__.py").is_file():
        raise ReviewError(
            f"{where} of {commits.repository} has no __main__.py; a review runs programs in Python"
        )


def _day(commits: Commits) -> date:
    """The newer commit's, in UTC. By the machine's day, a review would change with the time."""
    seconds = git(commits.repository, "show", "--no-patch", "--format=%cd", "--date=unix",
                  commits.head)  # fmt: skip
    return datetime.fromtimestamp(int(seconds), UTC).date()

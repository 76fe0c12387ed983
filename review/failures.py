"""Stages that cannot be compared, because a program did not run through. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review.outcome import Failed, Outcome, Stage
from review.policies.waived import keyed
from review.run.commits import SHOWN, Commits
from review.side import Side
from review.text.groups import grouped, named
from review.text.markdown import block, code, counted, folded, listed, plain, shortened

REASON = 300
DETAILS = 40
"""Lines of what the program said: the last ones tell the error."""


def failure_lines(stages: Sequence[Stage], commits: Commits) -> Iterator[str]:
    """What failed and why, what is known all the same, and which secrets nobody could read."""
    yield from _unread_lines(stages)
    said = {stage.name: tuple(_lines(stage, commits)) for stage in stages}
    every = [*said]
    compared = sum(stage.sides is not None for stage in stages)
    if 0 < compared < len(stages):
        yield from (f"{compared} of {counted(len(stages), 'stage')} are compared.", "")
    for names, lines in grouped(said):
        yield from (f"#### Not compared: {plain(named(names, every))}", "", *lines, "")


def _unread_lines(stages: Sequence[Stage]) -> Iterator[str]:
    """Nobody could read a secret of these, and their programs ran all the same."""
    keys = {
        stage.name: sorted({key for side in stage.sides if side for key in side.unread})
        for stage in stages
        if stage.sides is not None
    }
    told = {
        name: (
            f"- {listed(map(code, own))}: a secret that cannot be read here. The programs ran with "
            "something in its place; what they do with its value is not in this review",
        )
        for name, own in keys.items()
        if own
    }
    for names, lines in grouped(told):
        yield from (f"#### Settings not read: {plain(named(names, [*keys]))}", "", *lines, "")


def _lines(stage: Stage, commits: Commits) -> Iterator[str]:
    if stage.sides is not None:
        return
    before, after = stage.before, stage.after
    both = isinstance(before, Failed) and isinstance(after, Failed)
    if stage.not_readable and isinstance(after, Failed):
        unread = listed(map(code, after.unread))
        yield from _failure(
            after,
            f"**Not readable here**: without the secrets of {unread} its program does not run, "
            "which need not be this change's fault. Review it where they can be read",
        )
        return
    if isinstance(before, Failed) and isinstance(after, Failed) and before.reason == after.reason:
        yield from _failure(after, "**Neither commit runs** here, for the same reason")
        return
    if isinstance(after, Failed):
        yield from _failure(after, f"**This change fails** at {code(commits.head[:SHOWN])}")
        if not both:
            yield f"- the base, {code(commits.base[:SHOWN])}, has {_of(before)}"
    if isinstance(before, Failed):
        why = (
            f"The base, {code(commits.base[:SHOWN])}, does not run here, with this checkout's "
            "packages, so nothing can be compared with it"
        )
        yield from _failure(before, why)
        if not both:
            yield f"- this change has {_of(after)}"


def _failure(failed: Failed, what: str) -> Iterator[str]:
    yield f"- {what}: {plain(shortened(failed.reason, REASON))}"
    lines = failed.details.splitlines()
    if len(lines) > 1:
        yield from ("", *folded("what the program said", block("\n".join(lines[-DETAILS:]))))


def _of(outcome: Outcome) -> str:
    if not isinstance(outcome, Side):
        return "no such stage"
    found = counted(len(keyed(outcome.findings)), "policy finding")
    refused = counted(len(outcome.refusals), "refusal")
    return f"{counted(len(outcome.record.resources), 'resource')}, {found} and {refused}"

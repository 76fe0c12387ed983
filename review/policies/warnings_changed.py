"""Sentences of a program that come, go, or say the same in other words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from review.text.markdown import plain

ALIKE = 0.6
"""From this share of common text on, one sentence is the other one in other words."""
COMPARED = 400
"""Characters by which sentences are compared."""


def differences(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """The sentences that come, and those that go."""
    return sorted({*new} - {*old}), sorted({*old} - {*new})


def warned_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """What the program warns of now, and what it warns of in other words."""
    come, gone = differences(old, new)
    pairs = _reworded(gone, come)
    yield from (f"- **the program warns:** {plain(one)}" for one in come if one not in pairs)
    for now, was in pairs.items():
        yield f"- **the program warns in other words:** {plain(now)}; before: {plain(was)}"


def silent_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """What it warns of no more, which need not be mended."""
    come, gone = differences(old, new)
    reworded = _reworded(gone, come).values()
    for one in gone:
        if one not in reworded:
            yield f"- no longer warned of (mended, or not looked for any more): {plain(one)}"


def _reworded(gone: Sequence[str], come: Sequence[str]) -> dict[str, str]:
    """New sentence -> the old one that is most like it, each once."""
    left, pairs = [*gone], {}
    for now in come:
        scored = [(_likeness(was, now), was) for was in left]
        best, was = max(scored, default=(0.0, ""))
        if best >= ALIKE:
            pairs[now] = was
            left.remove(was)
    return pairs


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:COMPARED], other[:COMPARED], autojunk=False).ratio()

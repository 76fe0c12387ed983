"""Cuts lines of Markdown so that they fit, and nothing stays open. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = 4_000
"""Bytes of a line. A longer one would take the room of its whole section."""
WORTH_OPENING = 300
"""Bytes. In less there is no room for something folded."""
NAMES = re.compile(r" ?<details><summary>[^<]*</summary>.*?</details>")


def without_names(line: str) -> str:
    """A line without what is folded in it, and with no more than can be shown of one."""
    line = NAMES.sub("", line)
    size = len(line.encode())
    if size <= LONGEST:
        return line
    begin = re.split(r"`|<code>", line[:300])[0].rpartition(" ")[0]
    return f"{begin} … (a line of {size:,} bytes)"


def sizes(lines: Sequence[str]) -> tuple[int, int]:
    """Bytes of what stands at once, and of what is folded."""
    found = [0, 0]
    for line, inside in zip(lines, _inside(lines), strict=True):
        found[inside] += _cost(line, inside=inside)
    return found[0], found[1]


def cut(lines: Sequence[str], shown: int, folded: int) -> tuple[list[str], int]:
    """As many lines as the bytes allow of what stands at once and of what is folded.

    Answers them, all closed that they open, and how many are not among them.
    """
    kept: list[str] = []
    left, missing, was_inside = [shown, folded], 0, False
    for line, inside in zip(lines, _inside(lines), strict=True):
        if was_inside and not inside:
            kept += closing(kept)
        if inside and not was_inside and left[1] < WORTH_OPENING:
            left[1] = -1
        was_inside = inside
        # After a gap comes nothing more, however short it is.
        left[inside] -= _cost(line, inside=inside) if left[inside] >= 0 else 0
        if left[inside] >= 0:
            kept.append(line)
        else:
            left[inside] = -1
            missing += bool(line) and not line.startswith(("<", "```"))
    return [*kept, *closing(kept)], missing


def closing(lines: Sequence[str]) -> list[str]:
    """Closes a block of code and what is folded, innermost first."""
    fence, depth = [("", 0), *_states(lines)][-1]
    return ([fence] if fence else []) + ["", "</details>"] * depth


def _cost(line: str, *, inside: bool) -> int:
    return len(line.encode()) + 1 if line or inside else 0


def _inside(lines: Sequence[str]) -> Iterator[bool]:
    """Whether a line is folded, with the lines that fold it."""
    before = 0
    for _, depth in _states(lines):
        yield bool(before or depth)
        before = depth


def _states(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """After each line the fence of the block of code that is open, and how many folds are."""
    fence, depth = "", 0
    for line in lines:
        mark = re.match(r"`{3,}", line)
        if fence:
            fence = "" if line == fence else fence
        elif mark:
            fence = mark[0]
        else:
            depth += (line == "<details>") - (line == "</details>")
        yield fence, depth

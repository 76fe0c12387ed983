"""What of a section stands at once, and what is folded. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from review.text.markdown import AT_ONCE, counted, folded

FIRST = 8
"""Lines of a long section that stand unfolded."""


def shown(title: str, summary: str, lines: Sequence[str], *, at_once: bool = True) -> Iterator[str]:
    """A few lines as they are. Of many the first ones, the worst, and the others folded."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    head, tail = parted(lines) if at_once else ((), lines)
    told = f"{title}: {summary}" if summary and tail else title
    if not head:
        yield from folded(told, tail)
        return
    yield from (f"#### {told}", "", *head, "")
    if tail:
        yield from folded(counted(len(tail), "more line"), tail)


def parted(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """What stands at once, and what is folded: whole items of a list, or a whole table."""
    seen = [at for at, depth in enumerate(_depths(lines)) if depth == 0]
    if len(seen) <= AT_ONCE:
        return lines, ()
    starts = [at for at in seen[: FIRST + 1] if lines[at].startswith("- ")]
    end = max(starts, default=0)
    return lines[:end], lines[end:]


def _depths(lines: Sequence[str]) -> Iterator[int]:
    """How deep each line is folded already."""
    depth = 0
    for line in lines:
        depth += line == "<details>"
        yield depth
        depth -= line == "</details>"

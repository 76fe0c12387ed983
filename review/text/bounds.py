"""Keeps a review within what a comment may hold. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from review.text.cuts import cut, sizes, without_names
from review.text.markdown import counted, listed, plain, shortened
from review.text.part import Part, text_of

MOST = 60_000
"""Bytes, and so never more characters. GitHub refuses a comment of more than 65,536 characters."""
ROOM = 4_000
"""Bytes that are kept free to say what was cut, and to close what was open."""
FIRST = 0.75
"""The share of what must not be missed, of all that there is room for."""
CLOSING = 60
"""Of them for each part."""
NOT_ALL = "**Not all is here: what is cut, and how to see it, stands at the end.**"


def bounded(parts: Sequence[Part], command: str, most: int = MOST) -> str:
    """The parts as one text. What would make it too long is cut, and said with the command.

    What is folded goes first. Each part keeps a share, so that none pushes another one out; those
    that must not be missed have most of the room.
    """
    whole = text_of(parts)
    if len(whole.encode()) <= most:
        return whole
    room = most - ROOM - CLOSING * len(parts) - len(command.encode())
    short = [replace(part, lines=tuple(map(without_names, part.lines))) for part in parts]
    made, missing = [], []
    for part, shown, folded in zip(short, *_shares(short, room), strict=True):
        lines, gone = cut(part.lines, shown, folded)
        made.append(replace(part, lines=tuple(lines)))
        if gone:
            missing.append((part.title, gone))
    made[0] = replace(made[0], lines=(*made[0].lines, NOT_ALL, ""))
    return f"{text_of(made)}\n{_said(missing)} All: `{command}`\n"


def _said(missing: Sequence[tuple[str, int]]) -> str:
    lines = sum(count for _, count in missing)
    where = listed(f"{plain(shortened(title, 60))} ({count:,})" for title, count in missing)
    if not lines:
        return "**Names of many resources are cut here: a comment has no room for them.**"
    return (
        f"**{counted(lines, 'more line')} had no room in a comment and {_are(lines)} cut.** "
        f"Missing are, of each part: {where}."
    )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _shares(parts: Sequence[Part], room: int) -> tuple[list[int], list[int]]:
    """Bytes that each part has for what stands at once, and for what is folded.

    Where all of a part is folded, its fold is all that anybody can see of it.
    """
    found = [sizes(part.lines) for part in parts]
    first = [part.first for part in parts]
    seen = _divided([shown or folded for shown, folded in found], first, room)
    left = room - sum(seen)
    more = _divided([folded if shown else 0 for shown, folded in found], first, left)
    pairs = [
        (at_once, behind) if shown else (0, at_once)
        for (shown, _), at_once, behind in zip(found, seen, more, strict=True)
    ]
    return [one for one, _ in pairs], [other for _, other in pairs]


def _divided(wanted: Sequence[int], first: Sequence[bool], room: int) -> list[int]:
    """The room by what is wanted: what comes first has most of it, and what others leave."""
    given = [0] * len(wanted)
    for turn, share in ((True, FIRST), (False, 1.0), (True, 1.0)):
        asked = [
            want - has if own is turn else 0
            for want, has, own in zip(wanted, given, first, strict=True)
        ]
        more = _filled(asked, int((room - sum(given)) * share))
        given = [has + one for has, one in zip(given, more, strict=True)]
    return given


def _filled(wanted: Sequence[int], room: int) -> list[int]:
    """The small ones whole, and of what is left an equal share for each of the others."""
    given = [0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    for done, at in enumerate(order):
        given[at] = min(wanted[at], room // (len(order) - done))
        room -= given[at]
    return given

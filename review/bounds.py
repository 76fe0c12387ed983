"""Keeps a review within what a comment may hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 60_000
"""Bytes, and so never more characters. GitHub refuses a comment of more than 65,536 characters."""
ROOM = 500
"""Bytes that are kept free to say what was cut, and to close what was open."""


def bounded(lines: Sequence[str], command: str, most: int = MOST) -> str:
    """The lines as one text. What would make it too long is cut, and said with the command."""
    whole = "\n".join(lines) + "\n"
    if len(whole.encode()) <= most:
        return whole
    kept: list[str] = []
    left = most - ROOM - len(command.encode())
    for line in lines:
        left -= len(line.encode()) + 1
        if left < 0:
            break
        kept.append(line)
    cut = len(lines) - len(kept)
    said = f"**{cut:,} more lines are cut here: a comment has no room for them.** All: `{command}`"
    return "\n".join([*kept, *_closing(kept), "", said]) + "\n"


def _closing(lines: Sequence[str]) -> list[str]:
    """Closes a block of code and what is folded, innermost first."""
    fence, open_ = "", 0
    for line in lines:
        mark = re.match(r"`{3,}", line)
        if fence:
            fence = "" if line == fence else fence
        elif mark:
            fence = mark[0]
        else:
            open_ += (line == "<details>") - (line == "</details>")
    return ([fence] if fence else []) + ["", "</details>"] * open_

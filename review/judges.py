"""What a change touches of the files by which it is judged itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy.rules import FILE
from review.text.markdown import code, listed

FOLDERS = ("policy", "review", "local")
"""Of this project: the rules, the review, and what runs the programs."""
NAMED = 4


def judging(names: Iterable[str], *, own: bool) -> list[str]:
    """Those of the project's files. Of a program without a review of its own, the waivers only."""
    folders = FOLDERS if own else ()
    return sorted(name for name in names if name == FILE or name.partition("/")[0] in folders)


def judge_lines(touched: Iterable[str]) -> Iterator[str]:
    """One line in bold, each folder with a few of its files."""
    by_folder: dict[str, list[str]] = {}
    for name in touched:
        by_folder.setdefault(name.partition("/")[0], []).append(name)
    told = [_words(by_folder[folder]) for folder in (FILE, *FOLDERS) if folder in by_folder]
    if told:
        yield f"**The change touches what judges it:** {'; '.join(told)}. Read that part yourself."
        yield ""


def _words(names: Sequence[str]) -> str:
    """A count where not all are named."""
    folder = f"{names[0].partition('/')[0]}/"
    count = f"{len(names)} files of {code(folder)}: " if len(names) > NAMED else ""
    return count + listed(map(code, names), NAMED)

"""The stage's exports that come, go or get another name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from review.side import Side
from review.text.markdown import code, listed
from review.text.section import Section

TITLE = "Outputs"
NAMED = 20
READERS = "what reads it breaks: StackReferences of other stacks, scripts, operators' commands"


def outputs_changed(before: Side | None, after: Side | None) -> Section:
    """Names that others read the stage by, those first that are no longer there."""
    if before is None or after is None:
        return Section(TITLE, ())  # all of them come or stay with the stage
    gone = {name: one for name, one in before.exports.items() if name not in after.exports}
    come = {name: one for name, one in after.exports.items() if name not in before.exports}
    names = dict(_renamed(gone, come))
    removed = [name for name in sorted(gone) if name not in names]
    added = [code(name) for name in sorted(come) if name not in names.values()]
    lines = [
        *(f"- **removed** {code(name)}: {READERS}" for name in removed),
        *(f"- **renamed** {code(old)} → {code(new)}: {READERS}" for old, new in names.items()),
        *([f"- added {listed(added, NAMED)}"] if added else ()),
    ]
    counts = ((len(removed), "removed"), (len(names), "renamed"), (len(added), "added"))
    return Section(TITLE, tuple(lines), ", ".join(f"{n} {word}" for n, word in counts if n))


def _renamed(gone: Mapping[str, str], come: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Exports of the same value under another name. Where several fit, nobody knows which."""
    for old, value in sorted(gone.items()):
        fitting = [name for name, one in come.items() if one == value]
        if len(fitting) == 1 and [*gone.values()].count(value) == 1:
            yield old, fitting[0]

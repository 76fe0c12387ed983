"""Functions with fewer runs reserved than the expected load needs: the others are refused. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from local.aws_provider import name_of
from planning.program_counts import FUNCTION, module_of
from planning.quantities import ASSUMED
from planning.quotas_needed import concurrent_runs
from planning.unit_counts import Counts
from review.reckoned_with import load_of_side
from review.side import Side
from review.text.markdown import code, listed


def reserved_lines(
    before: Side | None, after: Side | None, counts: tuple[Counts | None, Counts | None]
) -> Iterator[str]:
    """What stops being enough, and what is enough again. Functions that are alike share a line."""
    was, now = (_short(side, one) for side, one in zip((before, after), counts, strict=True))
    for found, words in (
        ({urn: one for urn, one in now.items() if was.get(urn) != one}, "**Not enough:** "),
        ({urn: one for urn, one in was.items() if urn not in now and _has(after, urn)},
         "Enough now: "),
    ):  # fmt: skip
        groups: dict[int, list[str]] = {}
        for urn, (reserved, needed) in found.items():
            groups.setdefault(reserved, []).append(f"{code(name_of(urn))} {needed:.3g}")
        for reserved, functions in sorted(groups.items()):
            had = "had" if words[0] != "*" else "has"
            yield (
                f"{words}each {had} {reserved:,} concurrent runs reserved, and the expected peak "
                f"needs, at {ASSUMED} a run: {listed(functions)}"
            )


def _has(side: Side | None, urn: str) -> bool:
    return side is not None and urn in side.record.resources


def _short(side: Side | None, counts: Counts | None) -> Mapping[str, tuple[int, float]]:
    """By URN, the reserved runs and those that are needed, where the latter are more."""
    load = load_of_side(side)
    if side is None or load is None or counts is None:
        return {}
    needed = concurrent_runs(load, counts)
    found = {}
    for urn, one in side.record.resources.items():
        reserved = one.inputs.get("reservedConcurrentExecutions")
        if one.type != FUNCTION or not isinstance(reserved, int | float) or reserved < 0:
            continue
        if needed.get(module_of(one), 0) > reserved:
            found[urn] = (int(reserved), needed[module_of(one)])
    return found

"""The quotas that a stage's expected load needs, and the notes that it exports. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from planning.quotas_needed import Need, needs, resumes_per_second
from planning.stage_settings import RATE_LIMIT
from planning.unit_counts import Counts
from review.quotas.reserved_concurrency import reserved_lines
from review.reckoned_with import counts_of_sides, load_of_side
from review.side import Side
from review.text.markdown import code, counted, plain
from review.text.section import Section

TITLE = "Quotas"
_TO_RAISE = re.compile(r"(?P<key>Raise .+?) (?P<value>from .+)", re.DOTALL)
_QUOTA = re.compile(r"(?P<key>[^:]+): (?P<value>.+?) \(")
"""Notes of ``components/quotas.py``. Where a quota stands and when it was read is no change."""


def quotas_changed(before: Side | None, after: Side | None) -> Section:
    """What stops being enough comes first, then what starts to be, then the stage's notes."""
    counts = counts_of_sides(before, after)
    found = [
        *_limit(before, after),
        *reserved_lines(before, after, (counts[0], counts[1])),
        *_needs(before, after, counts),
    ]
    needed = sorted(found, key=lambda one: one[0] != "*")
    told = [*needed, *_notes(before, after)]
    short = sum(line.startswith("**") for line in needed)
    summary = f"{short} not enough" if short else counted(len(told), "change") if told else ""
    return Section(TITLE, tuple(f"- {line}" for line in told), summary)


def _limit(before: Side | None, after: Side | None) -> Iterator[str]:
    """The stage's own limit: it refuses pages long before AWS does."""
    was, now = _rates(before), _rates(after)
    if now is None or (was == now):
        return
    needed, limit = now
    enough, was_enough = needed <= limit, was is None or was[0] <= was[1]
    what = f"{code(RATE_LIMIT)} is {limit:,} a second, resumes need {math.ceil(needed):,}"
    if not enough:
        yield f"**{'Not' if was is None or not was_enough else 'No longer'} enough:** {what}"
    elif not was_enough:
        yield f"Enough now: {what}"


def _rates(side: Side | None) -> tuple[float, int] | None:
    load = load_of_side(side)
    limits = [value for key, value in (side.settings if side else {}).items()
              if key.endswith(f":{RATE_LIMIT}") and value.isdigit()]  # fmt: skip
    return (resumes_per_second(load), int(limits[0])) if load and limits else None


def _needs(before: Side | None, after: Side | None, counts: list[Counts | None]) -> Iterator[str]:
    old, new = map(_by_quota, (before, after), counts)
    for name, need in new.items():
        was = old.get(name)
        what = f"{_quota(need)}, needs {_needed(was, need)}"
        if need.is_enough:
            if was and not was.is_enough:
                yield f"Enough now: {what}"
        elif was is None or was.is_enough:
            word = "No longer" if was else "Not"
            yield f"**{word} enough:** {what} ({plain(need.why)}); {_remedy(need)}"
        elif was.ask_for != need.ask_for:
            yield f"**Still not enough:** {what}; {_remedy(need)}"


def _by_quota(side: Side | None, counts: Counts | None) -> Mapping[str, Need]:
    """The needs of the side's load; nothing where its orders were never counted."""
    load = load_of_side(side)
    if load is None or counts is None:
        return {}
    return {f"{one.quota.service} {one.quota.name}": one for one in needs(load, counts)}


def _quota(need: Need) -> str:
    quota = need.quota
    known_as = quota.code or quota.setting
    called = f" ({code(known_as)})" if known_as else ""
    return f"{plain(quota.service)}, {plain(quota.name)}{called}: has {quota.value:,}"


def _needed(was: Need | None, need: Need) -> str:
    old, new = (f"{one.needed:,.0f}" if one else "" for one in (was, need))
    return new if old in ("", new) else f"{old} → {new}"


def _remedy(need: Need) -> str:
    quota = need.quota
    if quota.setting:
        return f"set its {plain(quota.setting)} to {need.ask_for:,}"
    return f"ask AWS for {need.ask_for:,}" if quota.adjustable else "it cannot be raised"


def _notes(before: Side | None, after: Side | None) -> Iterator[str]:
    if before is None or after is None:
        return  # the notes of a stage that comes or goes are no change
    old, new = (dict(map(_note, side.quota_notes)) for side in (before, after))
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        if was is None:
            yield f"New note: {plain(f'{key} {now}')}"
        elif now is None:
            yield f"No longer noted: {plain(f'{key} {was}')}"
        elif was != now:
            yield f"Note of {plain(key.rstrip(':'))}: {plain(was)} → {plain(now)}"


def _note(text: str) -> tuple[str, str]:
    """What a note is about, and what it says of it."""
    to_raise = _TO_RAISE.fullmatch(text)
    if to_raise:
        return to_raise["key"], to_raise["value"]
    quota = _QUOTA.match(text)
    return (f"{quota['key']}:", quota["value"]) if quota else (text, "")

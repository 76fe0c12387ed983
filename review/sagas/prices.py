"""What a saga's transitions cost, before and after a change. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from planning.bill import USUAL_END
from planning.prices import TRANSITION
from planning.unit_counts import Counts
from review.sagas.machines import Machine
from review.sagas.transitions import Transitions, counted_outcomes, is_outdated, of_success
from review.text.markdown import plain

OUTDATED = (
    "**the counts are of another definition**: the bill has this one's transitions, and what else "
    "an order takes as it was counted. `make unit-counts` counts again"
)
AT = f"at {TRANSITION}, each retry one more"


def priced(
    old: Machine | None, new: Machine | None, before: Counts | None, after: Counts | None
) -> Iterator[str]:
    """The path that succeeds, and each counted outcome whose transitions change."""
    machine = new or old
    if machine is None:
        return
    if not machine.is_standard:
        yield "an Express workflow: it is billed by requests and time, not by transitions"
        return
    was, now = (
        of_success(one, counts) if one and one.is_standard else None
        for one, counts in ((old, before), (new, after))
    )
    if was and new and not now:
        yield "**no way through it succeeds any more**"
    elif was or now:
        takes = "still takes" if str(was) == str(now) else "takes"
        yield (
            f"an order that succeeds {takes} {_transitions(was, now)}, {_dollars(was, now)} per "
            f"million orders {AT}"
        )
    if new and is_outdated(new, after):
        yield OUTDATED
    outcomes = [counted_outcomes(one, counts) if one else {}
                for one, counts in ((old, before), (new, after))]  # fmt: skip
    for outcome in outcomes[1]:
        was, now = outcomes[0].get(outcome), outcomes[1][outcome]
        if outcome != USUAL_END and was and was != now:
            yield f"{plain(outcome)}: {_transitions(was, now)}, {_dollars(was, now)}"


def _transitions(was: Transitions | None, now: Transitions | None) -> str:
    known = now or was
    if known is None:
        return ""
    notes = ["counted"] * known.counted + ["with one item of each Map"] * known.each_item
    return f"{_pair(was, now)} transitions" + (f" ({', '.join(notes)})" if notes else "")


def _dollars(was: Transitions | None, now: Transitions | None) -> str:
    return _pair(was and was.dollars, now and now.dollars)


def _pair(was: object, now: object) -> str:
    """Both values, or one where they are the same or where there is only one."""
    texts = dict.fromkeys(str(one) for one in (was, now) if one is not None)
    return " → ".join(texts)

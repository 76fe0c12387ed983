"""What a change of the load, of its needs and of the stage's notes is told as."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.quotas import demands, quota_notes
from local.aws_provider import RecordedProgram
from planning import unit_counts
from planning.program_counts import FUNCTION
from review.quotas.quotas_changed import quotas_changed
from review.side import Side
from tests.support.sides import STAGES, resource, side_of, stage_side

COUNTS = unit_counts.load()


def shop(
    peak: int, connects: int, limit: int = 1_000_000, check: int = 10, **fields: object
) -> Side:
    settings = {
        "shop:expectedPeakConnections": f"{peak}", "shop:expectedConnectsPerSecond": f"{connects}",
        "shop:connectRateLimit": f"{limit}", "shop:subscriptionCheckMinutes": f"{check}",
    }  # fmt: skip
    return replace(side_of(settings=settings, counts=COUNTS), **fields)  # type: ignore[arg-type]


SMALL, NARROW = shop(1_000, 50), shop(1_000, 50, limit=40)
CROWDED, WIDER = shop(1_000, 450), shop(1_000, 2_000)
RATE = "Amazon API Gateway, new WebSocket connections (`L-9ED1E49A`): has 500, needs"


def told(before: Side | None, after: Side | None) -> tuple[str, ...]:
    return quotas_changed(before, after).lines


def test_a_quota_that_the_load_outgrows_comes_first() -> None:
    assert told(SMALL, CROWDED) == (
        f"- **No longer enough:** {RATE} 50 → 450 (connects at the peak); ask AWS for 570",
    )
    assert quotas_changed(SMALL, CROWDED).summary == "1 not enough"


def test_a_quota_that_is_enough_again_is_told() -> None:
    assert told(CROWDED, SMALL) == (f"- Enough now: {RATE} 450 → 50",)
    assert quotas_changed(CROWDED, SMALL).summary == "1 change"


def test_a_quota_that_has_to_be_raised_further_is_told() -> None:
    assert f"- **Still not enough:** {RATE} 450 → 2,000; ask AWS for 2,500" in told(CROWDED, WIDER)


def test_a_new_stage_says_only_what_it_has_to_ask_for() -> None:
    assert told(None, SMALL) == ()
    assert told(None, CROWDED) == (
        f"- **Not enough:** {RATE} 450 (connects at the peak); ask AWS for 570",
    )
    assert told(CROWDED, None) == told(None, None) == ()


def test_what_is_raised_by_a_setting_of_the_table_says_so() -> None:
    found = [line for line in told(SMALL, shop(1_000_000, 5_000)) if "warm throughput" in line]
    assert found
    assert all("; set its warm throughput to " in line for line in found)


def test_the_stages_own_limit_is_told_before_those_of_aws() -> None:
    """1,000 pages prove themselves each 10 minutes: 1.67 a second beside 50 first resumes."""
    words = "`connectRateLimit` is 40 a second, resumes need 52"
    assert told(SMALL, NARROW) == (f"- **No longer enough:** {words}",)
    assert told(None, NARROW) == (f"- **Not enough:** {words}",)
    assert told(NARROW, SMALL) == (
        "- Enough now: `connectRateLimit` is 1,000,000 a second, resumes need 52",
    )
    assert told(NARROW, shop(1_000, 50, limit=45))[0].startswith("- **Not enough:**")
    assert told(NARROW, NARROW) == told(SMALL, shop(1_000, 60)) == ()
    assert any("resumes need 234" in line for line in told(None, shop(20_000, 200, limit=200)))


def test_a_program_whose_orders_nobody_counted_has_its_notes_only() -> None:
    before, after = (replace(one, counts=None) for one in (SMALL, CROWDED))
    assert told(before, after) == ()


def test_a_commit_that_only_begins_to_count_changes_no_need() -> None:
    assert told(replace(CROWDED, counts=None), CROWDED) == ()
    assert told(replace(SMALL, counts=None), CROWDED) == told(SMALL, CROWDED)


def reserving(runs: int | None, connects: int = 200) -> Side:
    """A connect opens, a page reads on: 200 a second of 50 ms are 10 runs at once."""
    handler = "functions.realtime.authorize_connection.handler"
    function = resource(FUNCTION, "authorize", handler=handler, reservedConcurrentExecutions=runs)
    side = shop(1_000, connects)
    return replace(side, record=side_of(function).record)


def test_runs_reserved_for_a_function_that_are_too_few_are_told() -> None:
    words = (
        "each {} {} concurrent runs reserved, and the expected peak needs, at 50 ms (assumed) a "
        "run: `authorize` 10"
    )
    few = f"- **Not enough:** {words.format('has', 2)}"

    assert told(reserving(-1), reserving(2)) == told(None, reserving(2)) == (few,)
    assert told(reserving(2), reserving(10)) == (f"- Enough now: {words.format('had', 2)}",)
    assert told(reserving(2), reserving(2)) == told(None, reserving(None)) == ()
    assert told(reserving(2), reserving(0)) == (f"- **Not enough:** {words.format('has', 0)}",)
    assert quotas_changed(None, reserving(2)).summary == "1 not enough"


def test_a_function_with_reserved_runs_that_goes_is_no_change_of_quotas() -> None:
    assert told(reserving(2), replace(reserving(2), record=RecordedProgram({}))) == ()


def noting(*notes: str) -> Side:
    return replace(SMALL, quota_notes=notes)


def test_notes_are_compared_by_what_they_are_about() -> None:
    before, after = noting("frame size: 32,768 bytes (cannot be raised; checked 2026-01-01, x)",
                           "gone: 1 s (x)"), noting(
        "frame size: 16,384 bytes (cannot be raised; checked 2026-02-02, y)", "new: 2 s (x)",
        "a word of <theirs>",
    )  # fmt: skip

    assert told(before, after) == (
        "- Note of frame size: 32,768 bytes → 16,384 bytes",
        "- New note: new: 2 s",
        "- New note: a word of &#60;theirs&#62;",
        "- No longer noted: gone: 1 s",
    )


def test_a_quota_that_was_only_read_again_is_no_change() -> None:
    before, after = (noting(f"frame size: 1 bytes (checked {day})") for day in ("2026", "2027"))
    assert told(before, after) == ()


def test_a_quota_to_raise_is_one_note_whatever_its_figures() -> None:
    less, more = (noting(*quota_notes(demands(1_000, rate, 10))) for rate in (600, 700))
    none = noting(*quota_notes([]))

    assert told(none, less)[0].startswith(
        "- New note: Raise L-9ED1E49A (new WebSocket connections) from 500 to at least 600"
    )
    assert told(less, more)[0].startswith("- Note of Raise L-9ED1E49A (new WebSocket connections)")
    assert told(none, none) == ()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_does_not_change_has_no_lines(stage: str) -> None:
    side = stage_side(stage)
    assert told(side, side) == ()
    assert told(None, side) == ()

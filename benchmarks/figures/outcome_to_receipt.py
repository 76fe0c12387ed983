"""From the call of the push function to the frame on the page: ours, the common handler, a post."""

from __future__ import annotations

from contextlib import closing

from benchmarks.bench import Bench
from benchmarks.contention.counted_attempts import twelve_attempts
from benchmarks.contention.producers import CALL_SECONDS, contest
from benchmarks.receipt.on_stage import StagePushes, median_of
from benchmarks.receipt.trips import of_our_pushes, of_the_common_handler
from benchmarks.receipt.work import measured
from benchmarks.results import TIMED_ONCE, Figure, Row, at_most, counted
from benchmarks.turns import compared, in_turns, percentile

TITLE = "Outcome to receipt: a push to one open page"
COMMON, BARE = "the common handler", "the bare post"
POSTS, POSTS_A_ROUND = 1000, 10


def measure(bench: Bench) -> Figure:
    """Counts, the functions' own work, and the whole way on the stage."""
    bench.doing("calls of DynamoDB")
    rows = [*_counts()]
    bench.doing("the functions' own work")
    calling, idle = measured(CALL_SECONDS), measured(0)
    for taken, what in ((calling, "each call takes 5 ms"), (idle, "calls take no time")):
        for name, peer in (("common", COMMON), ("bare", BARE)):
            rows.append(compared(f"function, {what}", taken["ours"], peer, taken[name], "ms"))
    bench.doing("pushes on the stage")
    with closing(StagePushes(bench.stage)) as pushes:
        ours = pushes.ours()
        samples = [ours, pushes.peer("common_handler"), pushes.peer("bare_post")]
        mine, common, bare = in_turns([median_of(one, POSTS_A_ROUND) for one in samples])
        bench.doing(f"{POSTS} pushes on the stage")
        posts = [ours() for _ in range(POSTS)]
    p99, p50 = percentile(posts, 99), percentile(posts, 50)
    rows += [
        compared("stage, p50", mine, BARE, bare, "ms", at_most(1.15)),
        compared("stage, p50", mine, COMMON, common, "ms"),
        counted(f"stage, p99 of {POSTS:,} pushes", p99, "their p50", p50, "ms", kind=TIMED_ONCE),
    ]
    return Figure("outcome-to-receipt", TITLE, tuple(rows), {
        "stage milliseconds": {"ours": mine, COMMON: common, BARE: bare},
        "function milliseconds": {"ours": calling["ours"], COMMON: calling["common"],
                                  BARE: calling["bare"]},
        "posts": sorted(posts)[::10],
    })  # fmt: skip


def _counts() -> list[Row]:
    first, _, later = of_our_pushes(3)
    common = of_the_common_handler()
    before = contest(1, twelve_attempts)
    return [
        counted("calls of DynamoDB in sequence, a user's first event", first.in_sequence, COMMON,
                common.in_sequence, "calls", at_most(3)),
        counted("calls of DynamoDB in sequence, a later event", later.in_sequence, COMMON,
                common.in_sequence, "calls", at_most(3),
                "three are not possible without more units: decision 4 has every candidate"),
        counted("calls of DynamoDB in all, a later event", later.calls, COMMON, common.calls,
                "calls"),
        counted("write units, a later event", later.write_units, "the version before",
                before.write_units, "units", at_most(1)),
        counted("read units, a later event", later.read_units, COMMON, common.read_units,
                "units"),
    ]  # fmt: skip

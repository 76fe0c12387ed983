"""Many producers at once for one user, on a simulated clock: the same seed, the same numbers."""

from __future__ import annotations

from benchmarks.bench import Bench
from benchmarks.contention.counted_attempts import twelve_attempts
from benchmarks.contention.producers import CALL_SECONDS, contest
from benchmarks.results import SIMULATED, Figure, Row, at_least, at_most, counted
from benchmarks.turns import percentile
from contract.limits import LONGEST_PUSH_SECONDS

TITLE = "Contention: producers for one user, all at the same moment"
PRODUCERS = (1, 2, 5, 10, 20, 40, 80, 160)
IN_THE_TABLE = (1, 20, 80, 160)
PEER = "twelve attempts"


def measure(bench: Bench) -> Figure:
    """Ours against a count of attempts. The first row is the quiet case."""
    rows: list[Row] = []
    series: dict[str, list[float]] = {name: [] for name in ("ours p50", "ours p99", f"{PEER} p50",
        f"{PEER} p99", "ours refused", f"{PEER} refused")}  # fmt: skip
    for producers in PRODUCERS:
        bench.doing(f"{producers} producers")
        ours, peer = contest(producers), contest(producers, twelve_attempts)
        for name, one in (("ours", ours), (PEER, peer)):
            series[f"{name} p50"].append(percentile(one.seconds, 50))
            series[f"{name} p99"].append(percentile(one.seconds, 99))
            series[f"{name} refused"].append(one.refused)
        if producers not in IN_THE_TABLE:
            continue
        p99 = percentile(ours.seconds, 99)
        where = f"{producers} at once" if producers > 1 else "one alone"
        rows += [
            counted(f"{where}: stored, in order, without a gap", _in_order(ours.sequences), "all",
                    producers, "events", at_least(1), kind=SIMULATED),
            counted(f"{where}: calls of DynamoDB, each", ours.calls / producers, PEER,
                    peer.calls / producers, "calls", at_most(1), kind=SIMULATED),
            counted(f"{where}: write units, each", ours.write_units / producers, PEER,
                    peer.write_units / producers, "units", at_most(1), kind=SIMULATED),
            counted(f"{where}: p99", 1000 * p99, "the push function's time-out",
                    1000 * LONGEST_PUSH_SECONDS, "ms", at_most(1),
                    f"{ours.refused} refused, with {PEER} {peer.refused}", SIMULATED),
        ]  # fmt: skip
    return Figure(
        "contention", TITLE, tuple(rows), {"producers": list(PRODUCERS), **series,
        "call milliseconds": 1000 * CALL_SECONDS}
    )  # fmt: skip


def _in_order(sequences: tuple[int, ...]) -> int:
    """How many of the sequences follow each other from the first on."""
    return sum(one == sequences[0] + n for n, one in enumerate(sequences))

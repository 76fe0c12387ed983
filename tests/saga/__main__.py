"""``make fault-injection``: every single fault and every pair of faults, on all processors.

Prints the number of cases and each violation; exits 1 if there is any.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.saga import shop_door
from tests.saga.enumeration import Case, pairs, run, single_faults
from tests.saga.scenarios import SCENARIOS, definition
from tests.saga.shop_door import VISITS, ShopDoor
from tests.support.processes import forked

MACHINE = definition()
BAR, SHOWN = 40, 20


def check(single: Case) -> tuple[int, list[str]]:
    """Run the case and all pairs that begin with it: the number of cases, and their violations."""
    wrong, count = [], 0
    for case in (single, *pairs(single, MACHINE)):
        count += 1
        wrong += [f"{case}\n    -> {what}" for what in run(case, MACHINE)[1]]
    return count, wrong


def progress(done: int, total: int, cases: int, violations: int) -> None:
    """On a terminal one line that is overwritten; elsewhere one line for each tenth."""
    filled = BAR * done // total
    line = f"[{'#' * filled}{'.' * (BAR - filled)}] {cases} cases, {violations} violations"
    if sys.stdout.isatty():
        print(f"\r{line}", end="\n" if done == total else "", flush=True)
    elif done * 10 // total != (done - 1) * 10 // total:
        print(line, flush=True)


def main() -> int:
    """Run everything; 1 if an invariant was violated."""
    started = time.monotonic()
    singles = [case for scenario in SCENARIOS for case in single_faults(scenario, MACHINE)]
    by_scenario: Counter[str] = Counter(case.scenario for case in singles)
    print(f"{len(singles)} cases with at most one fault, in {len(by_scenario)} scenarios:")
    for scenario, count in by_scenario.items():
        print(f"  {count:5}  {scenario}")
    print("Each with every second fault behind its own:")
    cases = 0
    wrong: list[str] = []
    for done, (count, violated) in enumerate(_results(singles), 1):
        cases, wrong = cases + count, wrong + violated
        progress(done, len(singles), cases, len(wrong))
    door, violated_at_door = _at_the_door()
    cases, wrong = cases + door, wrong + violated_at_door
    print(
        f"{door} cases on the way into the saga and out of it, {len(violated_at_door)} violations"
    )
    for violation in wrong[:SHOWN]:
        print(violation)
    seconds = time.monotonic() - started
    print(f"{cases} cases, {len(wrong)} violations, {seconds:.0f} s")
    return 1 if wrong else 0


def _at_the_door() -> tuple[int, list[str]]:
    """Every pair of faults of checkout, the stream's consumers and their stream."""
    count, wrong = 0, []
    for name, visit in VISITS.items():
        for plan in shop_door.single_faults(visit):
            for pair in (plan, *shop_door.with_one_more(visit, plan)) if plan else (plan,):
                count += 1
                wrong += [f"{name} | {pair}: {w}" for w in ShopDoor(visit, pair).run().wrong]
    return count, wrong


def _results(singles: list[Case]) -> Iterator[tuple[int, list[str]]]:
    with forked() as pool:
        yield from pool.imap_unordered(check, singles, chunksize=4)


if __name__ == "__main__":
    sys.exit(main())

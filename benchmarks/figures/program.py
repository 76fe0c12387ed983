"""The program: a preview, many notifiers, ``make up`` and a newcomer's first order."""

from __future__ import annotations

from functools import partial
from statistics import median

from benchmarks.bench import Bench
from benchmarks.program.fresh_process import python_cost
from benchmarks.program.make_up import PASSWORD_SECONDS, Run, bare_seconds, make_up
from benchmarks.program.notifiers import planned
from benchmarks.results import TIMED_ONCE, Figure, Row, at_most, counted
from benchmarks.turns import compared, in_turns

TITLE = "Program: preview, many notifiers, make up, a newcomer's first order"
ROUNDS = 5
FEW, SOME, MANY = 2, 10, 50
"""The first two take turns. A plan of fifty is thousands of resources, so it is made once."""
PREVIEW = "from pathlib import Path; from local.preview import preview; preview(Path(), 'dev')"
LIVE_CODE = "tests/local/emulator/test_ready_functions.py"
IMPORT = "import pulumi, pulumi_aws"


def measure(bench: Bench) -> Figure:
    """Each part beside what it cannot do without."""
    bench.doing("previews in fresh processes")
    previews = _previews()
    bench.doing(f"{FEW}, {SOME} and {MANY} notifiers")
    linear, each = _notifiers()
    bench.doing("make up, again and again")
    starts = _starts()
    return Figure("program", TITLE, (*previews, *linear, *starts), {"notifiers": each})


def _previews() -> list[Row]:
    samples = [partial(python_cost, code) for code in (PREVIEW, IMPORT)]
    ours, peers = in_turns(samples, ROUNDS, warm_up=False)
    return [
        compared(
            "preview of a stage", [one.seconds for one in ours], IMPORT,
            [one.seconds for one in peers], "s", note="in fresh processes",
        ),
        compared(
            "memory of the preview", [one.mebibytes for one in ours], IMPORT,
            [one.mebibytes for one in peers], "MiB",
            note="the peaks of the command and of the program's process together",
        ),
    ]  # fmt: skip


def _notifiers() -> tuple[list[Row], dict[str, list[float]]]:
    """The rows, and for the plot the seconds of one notifier by their number."""
    turns = [count for number in range(ROUNDS)
             for count in ((FEW, SOME) if number % 2 else (SOME, FEW))]  # fmt: skip
    plans = planned([1, *turns, MANY])
    resources = {one.count: one.resources for one in plans}
    each = {count: [one.seconds / count for one in plans if one.count == count]
            for count in (FEW, SOME, MANY)}  # fmt: skip
    rows = [
        counted(
            f"resources of {MANY} notifiers", resources[MANY], f"{MANY} times those of one",
            MANY * resources[1], "resources", at_most(1),
        ),
        compared(
            f"one of {SOME} notifiers", each[SOME], f"one of {FEW}", each[FEW], "s", at_most(1.2),
            "a plan's time by the number of notifiers",
        ),
        counted(
            f"one of {MANY} notifiers", each[MANY][0], f"one of {SOME}", median(each[SOME]), "s",
            at_most(1.2), f"one plan of {MANY}, against the median of {ROUNDS} plans of {SOME}",
            TIMED_ONCE,
        ),
    ]  # fmt: skip
    return rows, {str(count): seconds for count, seconds in each.items()}


def _starts() -> list[Row]:
    runs: list[Run] = []

    def start() -> float:
        runs.append(make_up())
        return runs[-1].usable

    ours, bare = in_turns([start, bare_seconds], ROUNDS, warm_up=False)
    return [
        compared(
            "make up to a usable page", ours, "the emulator alone, and import pulumi_aws", bare,
            "s", at_most(1.5), "the peer neither plans nor deploys a resource",
        ),
        compared(
            "a newcomer's first order", [run.first_order for run in runs], "his second",
            [run.second_order for run in runs], "s", at_most(1.5),
            f"he orders {PASSWORD_SECONDS:g} seconds after the page is up, the time to choose a "
            "password: the functions start meanwhile. That a change of code is live before the "
            f"next request is counted by {LIVE_CODE}",
        ),
    ]  # fmt: skip

"""Import, initialisation and first call of each function in a fresh interpreter."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.bench import Bench
from benchmarks.cold_start.deployed_python import Python, find_python
from benchmarks.cold_start.deployment import PEERS, deploy, unpacked_bytes
from benchmarks.cold_start.runs import NEEDED, ONE_CLIENT, Interpreters, Run, account
from benchmarks.results import Figure, Row, at_most, counted
from benchmarks.turns import compared, in_turns

TITLE = "Cold start: import, initialisation and first call"
ROUNDS = 5
MEBIBYTE = 2**20
UNPACKED_LIMIT_MEBIBYTES = 250
COMMON = tuple(name for name in NEEDED if (PEERS / f"{name.rsplit('.', 1)[1]}.py").exists())
"""The functions that are also compared with a common handler."""
AUTHORIZER = "realtime.authorize_connection"
Start = Callable[[], Run]


def measure(bench: Bench) -> Figure:
    """Every function, the bare ones and the common ones, in turns."""
    python = find_python()
    with tempfile.TemporaryDirectory() as scratch, account() as called:
        interpreters = Interpreters(python, deploy(python, Path(scratch)), called)
        bare = sorted({NEEDED[name] or ONE_CLIENT for name in NEEDED})
        starts: dict[str, Start] = {
            **{name: partial(interpreters.ours, name) for name in NEEDED},
            **{f"common {name}": partial(interpreters.common, name) for name in COMMON},
            **{f"bare {clients}": partial(interpreters.bare, clients) for clients in bare},
        }
        runs = _in_turns(bench, starts)
    rows = [*_times(runs, python), *_memory(runs), *_bytes()]
    return Figure("cold-start", TITLE, tuple(rows), _series(runs, python))


def _in_turns(bench: Bench, starts: dict[str, Start]) -> dict[str, list[Run]]:
    def sample(name: str) -> Run:
        bench.doing(f"cold-start: {name}")
        return starts[name]()

    runs = in_turns([partial(sample, name) for name in starts], ROUNDS, warm_up=False)
    return dict(zip(starts, runs, strict=True))


def _times(runs: dict[str, list[Run]], python: Python) -> list[Row]:
    note = f"Processor time of Python {python.version}" + (
        "." if python.is_deployed else ", not the deployed one: this machine has none."
    )
    rows = []
    for name, clients in NEEDED.items():
        goal = at_most(0.5) if name == AUTHORIZER else at_most(1.1)
        peer = f"boto3 and {', '.join(clients or ONE_CLIENT)}"
        bare = _took(runs[f"bare {clients or ONE_CLIENT}"])
        rows.append(compared(name, _took(runs[name]), peer, bare, "ms", goal, note))
    for name in COMMON:
        common = _took(runs[f"common {name}"])
        rows.append(compared(name, _took(runs[name]), "common handler", common, "ms"))
    return rows


def _memory(runs: dict[str, list[Run]]) -> list[Row]:
    return [
        compared(
            f"{name}, peak of memory",
            [run.peak_mib for run in runs[name]],
            "common handler",
            [run.peak_mib for run in runs[f"common {name}"]],
            "MiB",
        )
        for name in COMMON
    ]


def _bytes() -> list[Row]:
    return [
        counted(f"{family}: code and layer, unpacked", unpacked_bytes(family) / MEBIBYTE,
                "Lambda's limit", UNPACKED_LIMIT_MEBIBYTES, "MiB", at_most(1))
        for family in ("realtime", "checkout")
    ]  # fmt: skip


def _took(runs: Sequence[Run]) -> list[float]:
    return [run.processor_ms for run in runs]


def _series(runs: dict[str, list[Run]], python: Python) -> dict[str, object]:
    """Medians by name, for the plot: initialisation and first call."""
    return {
        "python": python.version,
        "init_ms": {name: median(run.init_ms for run in done) for name, done in runs.items()},
        "call_ms": {name: median(run.call_ms for run in done) for name, done in runs.items()},
        "bare": {name: f"bare {clients or ONE_CLIENT}" for name, clients in NEEDED.items()},
    }

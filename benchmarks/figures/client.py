"""The client: bytes of its bundle, time to hand over a replay, memory, against other clients."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bench import Bench
from benchmarks.client import bundles
from benchmarks.client.bundles import ENTRIES, OURS, PeersMissingError, Size
from benchmarks.results import Figure, Goal, Row, at_most, counted
from benchmarks.turns import ROUNDS, compared

TITLE = "Client: bytes, hand-over of 1,000 replayed events, memory after 100,000"
SCRIPT = bundles.HERE / "hand_over.mjs"
ONLY_RECONNECTS = "reconnecting-websocket"
NOTES = {
    ONLY_RECONNECTS: "It reconnects, and that is all: no events in order, no replay, no tokens.",
    "ably, modular": "The least of ably that connects and subscribes.",
}
MEBIBYTE = 2**20


def measure(bench: Bench) -> Figure:
    """Install the peers into a folder of their own, bundle all, and run them in node."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        bench.doing("installing other clients")
        missing = None
        try:
            bundles.install_peers(folder)
        except PeersMissingError as error:
            missing = str(error)
        names = [OURS] if missing else list(ENTRIES)
        bench.doing("bundling and minifying")
        sizes = {name: bundles.size(bundles.bundle(folder, name)) for name in names}
        bench.doing("handing events over")
        said = _run(folder)
    rows = (*size_rows(sizes), *time_rows(said.taken), memory_row(said.heaps))
    series = {"sizes": {name: asdict(one) for name, one in sizes.items()}, "missing": missing}
    return Figure("client", TITLE, rows, series)


@dataclass(frozen=True)
class _Said:
    """What node measured: milliseconds by name, and the heaps, round by round."""

    taken: dict[str, list[float]]
    heaps: dict[str, list[float]]


def _run(folder: Path) -> _Said:
    command = ["node", "--expose-gc", str(SCRIPT), str(folder), str(ROUNDS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    heaps = {key: [float(one[key]) for one in said["heaps"]] for key in ("before", "after")}
    return _Said(said["taken"], heaps)


def size_rows(sizes: Mapping[str, Size]) -> tuple[Row, ...]:
    """Ours against each peer, compressed with gzip and with brotli."""
    ours = sizes[OURS]
    peers = {name: size for name, size in sizes.items() if name != OURS}

    def goal(name: str) -> Goal | None:
        return None if name == ONLY_RECONNECTS else at_most(1)

    return tuple(
        counted(
            f"bundle, minified, {way}", getattr(ours, way), name, getattr(size, way), "bytes",
            goal(name), NOTES.get(name, "") if way == "gzip" else "",
        )
        for way in ("gzip", "brotli")
        for name, size in peers.items()
    )  # fmt: skip


def time_rows(taken: Mapping[str, list[float]]) -> tuple[Row, ...]:
    """Ours against centrifuge, if it is there, and against no client at all."""
    note = (
        "Ours also puts them in order, drops repeats and writes down each one, in two storages, "
        "which are JavaScript Maps here. centrifuge got live frames."
    )
    goals = {"centrifuge": (at_most(2), note), "bare": (None, "JSON.parse and a call.")}
    return tuple(
        compared(
            "hand-over of 1,000 events", taken["ours"], "no client" if peer == "bare" else peer,
            taken[peer], "ms", *goals[peer],
        )
        for peer in goals
        if peer in taken
    )  # fmt: skip


def memory_row(heaps: Mapping[str, list[float]]) -> Row:
    """The heap after many events against that after a thousand: it must not grow."""
    after, before = ([value / MEBIBYTE for value in heaps[key]] for key in ("after", "before"))
    return compared(
        "heap after 100,000 events", after, "after 1,000 events", before, "MiB", at_most(1.05)
    )

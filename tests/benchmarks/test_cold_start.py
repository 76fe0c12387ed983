"""The figure cold-start covers every function, and compares each with a peer of the same kind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.bench import Bench
from benchmarks.cold_start import deployed_python
from benchmarks.cold_start.account import asked_in, events
from benchmarks.cold_start.deployment import PEERS
from benchmarks.cold_start.runs import NEEDED, Run
from benchmarks.figures import cold_start as figure
from benchmarks.figures.cold_start import AUTHORIZER, COMMON
from benchmarks.plots import cold_start as plot
from benchmarks.results import Figure
from components.building_blocks.code_archive import FUNCTIONS


def test_every_function_is_measured_and_has_an_event() -> None:
    modules = {
        f"{path.parent.name}.{path.stem}"
        for path in FUNCTIONS.glob("*/*.py")
        if "\ndef handler(" in path.read_text()
    }

    assert set(NEEDED) == modules
    assert {f"functions.{name}" for name in NEEDED} <= set(events("conn-0"))


def test_every_peer_but_the_bare_one_stands_beside_a_function() -> None:
    peers = {path.stem for path in PEERS.glob("*.py")} - {"__init__", "bare"}

    assert {name.rsplit(".", 1)[1] for name in COMMON} == peers
    assert AUTHORIZER in COMMON


@pytest.mark.parametrize("peer", sorted(PEERS.glob("*.py")), ids=lambda path: path.stem)
def test_a_peer_imports_nothing_of_ours(peer: Path) -> None:
    words = peer.read_text().split()

    assert not {"functions", "contract", "benchmarks"} & {w.split(".")[0] for w in words}


@pytest.mark.parametrize(
    ("method", "target", "asked"),
    [
        ("POST", "DynamoDB_20120810.GetItem", ("dynamodb", "GetItem")),
        ("POST", "AWSStepFunctions.StartExecution", ("stepfunctions", "StartExecution")),
        ("POST", "", ("apigatewaymanagementapi", "PostToConnection")),
        ("DELETE", "", ("apigatewaymanagementapi", "DeleteConnection")),
    ],
)
def test_the_account_knows_what_is_asked_of_it(
    method: str, target: str, asked: tuple[str, str]
) -> None:
    assert asked_in(method, target) == asked


def test_without_the_deployed_python_the_present_one_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployed_python, "candidates", lambda: iter(["/nowhere/python"]))

    found = deployed_python.find_python()

    assert found.path == sys.executable


def test_the_plot_has_a_bar_for_each_measured_start() -> None:
    names = {"checkout.get_order": "bare x"}
    times = {"checkout.get_order": 2.0, "bare x": 3.0}
    series = {"python": "3.13.0", "init_ms": times, "call_ms": times, "bare": names}

    drawn = plot.draw(Figure("cold-start", "A title", (), series))

    assert len(drawn.axes[0].patches) == 4


def test_each_start_has_a_run_of_each_round() -> None:
    runs = figure._in_turns(Bench(), dict.fromkeys("ab", lambda: Run(1, 2, 3)))

    assert {name: len(done) for name, done in runs.items()} == dict.fromkeys("ab", figure.ROUNDS)

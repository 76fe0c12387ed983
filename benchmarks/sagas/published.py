"""The transitions of two published sagas, counted by ``state_walk`` from their own files.

Only the counts are kept here. ``python -m benchmarks.sagas.published FILE`` prints those of a file:
get it at its commit, and compare.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.sagas.state_walk import entered


@dataclass(frozen=True)
class PublishedSaga:
    """A saga that others published, and where."""

    name: str
    repository: str
    commit: str
    path: str
    last_step: str
    """The last forward step before the pivot or the end: its failure undoes everything."""
    succeeds: int
    """States entered when every task succeeds."""
    last_step_fails: int
    """States entered when that step fails, and what it needs to be undone does not."""


PUBLISHED = (
    PublishedSaga(
        "aws-samples, long-lived transactions (order, payment, inventory)",
        "https://github.com/aws-samples/aws-step-functions-long-lived-transactions",
        "5ca56b71ff6e3830981891d1ed80e4fb7f00b9b6",
        "statemachine/llt.asl.yaml",
        "ReserveInventory",
        succeeds=5,
        last_step_fails=7,
    ),
    PublishedSaga(
        "aws-samples, saga-pattern-sam (flight, car, payment)",
        "https://github.com/aws-samples/step-functions-workflows-collection",
        "83bbec48d8f065de3dbcb4c5d8fe0e58a0479334",
        "saga-pattern-sam/statemachine/statemachine.asl.json",
        "ProcessPayment",
        succeeds=7,
        last_step_fails=8,
    ),
)


def read(file: Path) -> dict[str, Any]:
    """The state machine of a file in JSON or YAML."""
    text = file.read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    return found


def main(file: str) -> None:
    """Print the counts of a file: without a failure, and with each task failing."""
    machine = read(Path(file))
    print(f"{len(entered(machine)):>3}  nothing fails")
    for name, state in machine["States"].items():
        if state.get("Catch"):
            print(f"{len(entered(machine, [name])):>3}  {name} fails")


if __name__ == "__main__":
    main(*sys.argv[1:])

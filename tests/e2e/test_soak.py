"""A small soak: pages come and go, rows and events are lost, the log is restored."""

from __future__ import annotations

import pytest

from local.local_stage import LocalStage
from local.trials.soak import Soak, SoakSize

pytestmark = pytest.mark.xdist_group("stage")

SMALL = SoakSize(
    users=4, pages=12, events=60, longest_visit_seconds=4, push_seconds=10, prove_seconds=1.5,
    row_seconds=0.3, seed=7,
)  # fmt: skip


def test_nothing_is_lost_doubled_or_reordered_while_pages_come_and_go(stage: LocalStage) -> None:
    said: list[str] = []

    soak = Soak(stage, SMALL, said.append)

    assert soak.run() == []

    assert "24 of 24 events pushed" in "\n".join(said)
    assert "functions use a log restored to 12 events ago" in "\n".join(said)
    assert soak.faults["connections cut off"] >= SMALL.pages, said
    for fault in ("rows deleted", "events lost on the way", "proofs"):
        assert soak.faults[fault] >= SMALL.pages, said
    assert soak.faults["restored logs noticed"] > 0, said

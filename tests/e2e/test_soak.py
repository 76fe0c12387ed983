"""A small soak: pages come and go while several producers push, repeat and use the event bus."""

from __future__ import annotations

import pytest

from local.local_stage import LocalStage
from local.trials.soak import Soak, SoakSize

pytestmark = pytest.mark.xdist_group("stage")

SMALL = SoakSize(users=4, pages=12, events=60, longest_visit_seconds=2, push_seconds=8, seed=7)


def test_nothing_is_lost_doubled_or_reordered_while_pages_come_and_go(stage: LocalStage) -> None:
    said: list[str] = []

    soak = Soak(stage, SMALL, said.append)

    assert soak.run() == []

    assert "60 of 60 events pushed" in "\n".join(said)
    assert soak.drops > 2 * SMALL.pages, said

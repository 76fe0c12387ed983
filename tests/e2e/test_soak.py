"""A small soak: pages come and go while several producers push, repeat and use the event bus."""

from __future__ import annotations

import pytest

from local.soak import Soak, SoakSize
from local.stage import LocalStage

pytestmark = pytest.mark.xdist_group("stage")

SMALL = SoakSize(users=4, pages=12, events=60, longest_visit_seconds=6, seed=7)


def test_nothing_is_lost_doubled_or_reordered_while_pages_come_and_go(stage: LocalStage) -> None:
    said: list[str] = []

    assert Soak(stage, SMALL, said.append).run() == []

    assert "60 of 60 events pushed" in "\n".join(said)
    drops = int(said[-1].split()[-2]) if said[-1].endswith("times") else 0
    assert drops > SMALL.pages, said

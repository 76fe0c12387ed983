"""``make preview``: the tree, the counts, the quota notes, without an emulator."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from local.preview import preview

ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def text() -> str:
    return preview(ROOT, "dev")


@pytest.mark.parametrize(
    "part",
    [
        "Stage dev: 131 resources",
        "▸ notifier  (realtime:index:RealtimeNotifier)",
        "    + notifier-push-event-function  (aws:lambda/function:Function)",
        "  15 aws:lambda/function:Function",
        "State machine checkout-saga-machine, starts at ChargePayment",
        "  ChargePayment -> ReserveStock  (on failure RefundPayment)",
        "Concurrent WebSocket connections have no quota.",
        "L-9ED1E49A",
    ],
)
def test_the_preview_shows(part: str) -> None:
    assert part in text()


def test_a_components_children_stand_below_it() -> None:
    lines = text().splitlines()
    saga = lines.index("    ▸ checkout-saga  (realtime:index:Saga)")

    assert lines[saga + 1].startswith("      + checkout-saga-")

"""The fan-out's peers do the same work, and the arithmetic of many users is exact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.fan_out import slow_gateway
from benchmarks.fan_out.many_users import Pushes, by_the_bus, directly
from benchmarks.fan_out.one_user import Fan
from benchmarks.plots import fan_out as plot
from benchmarks.results import Figure
from components.realtime_notifier.push_queue import BATCH_SIZE

CALLS = {"GetItem": 2, "PutItem": 1, "Query": 1, "PostToConnection": 1}
ONE = Pushes(1, CALLS, 3, 1, 1)
BATCH = Pushes(10, {name: 10 * number for name, number in CALLS.items()}, 30, 10, 10)


@pytest.fixture
def fan(monkeypatch: pytest.MonkeyPatch) -> Fan:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(slow_gateway, "POST_SECONDS", 0)
    return Fan(100)


@pytest.mark.parametrize("way", [Fan.ours, Fan.in_turn])
def test_both_ways_reach_every_open_page_and_forget_the_one_that_is_gone(
    fan: Fan, way: Callable[[Fan], object]
) -> None:
    assert way(fan) == {"delivered": 99, "gone": 1, "throttled": 0}
    assert fan.rows.forgotten == ["gone-99"]
    assert fan.gateway.posts["throttled-98"] == 2
    assert sum(fan.gateway.posts.values()) == 101


def test_a_batch_serves_its_users_in_the_time_of_one() -> None:
    assert BATCH.seconds == pytest.approx(ONE.seconds) == pytest.approx(0.04)
    assert BATCH.users == BATCH_SIZE


def test_ten_thousand_users_are_ten_thousand_events() -> None:
    bus, direct = by_the_bus(BATCH), directly(ONE)
    assert (bus.puts, bus.queue_requests, bus.invocations) == (1000, 12_000, 1000)
    assert direct.invocations == 10_000
    assert bus.users_per_second == pytest.approx(250)
    # Events 0.01, queue 0.0048, invocations 0.0002, time 0.000267; posts 0.01, units 0.01.
    assert bus.dollars == pytest.approx(0.035267, abs=1e-6)
    assert direct.dollars == pytest.approx(0.024667, abs=1e-6)


def test_the_plot_needs_the_series_only() -> None:
    series = {
        "milliseconds": {"connections": [1, 10], "ours": [20.0, 25.0], "in turn": [20.0, 200.0]},
        "many_users": {"bus": {"invocations": 1000}, "direct": {"invocations": 10_000}},
    }
    assert len(plot.draw(Figure("fan-out", "", (), series)).axes) == 2

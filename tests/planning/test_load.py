"""The load: what is given, what follows, what is refused."""

from __future__ import annotations

import pytest

from planning.load import Load, LoadError, load_of, scaled
from planning.stage_settings import expected_load


def test_orders_and_connects_follow_from_the_peak() -> None:
    load = load_of("1_000_000")

    assert (load.connections, load.orders_a_day) == (1_000_000, 10_000_000)
    assert load.connects_per_second == pytest.approx(1_666.67, abs=0.01)
    assert load.page_hours == 240_000_000
    assert load.connects == pytest.approx(1_000_000 * 48 * 30)


def test_what_is_given_is_taken() -> None:
    load = load_of("1,000", "5", "7")

    assert (load.orders_a_day, load.connects_per_second) == (5, 7)


def test_a_stage_expects_what_its_settings_say() -> None:
    settings = {
        "aws:region": "us-east-1", "shop:expectedPeakConnections": "20000",
        "shop:expectedConnectsPerSecond": "200", "shop:subscriptionCheckMinutes": "30",
    }  # fmt: skip

    assert expected_load(settings) == Load(20_000, 200_000, 200, 30)


def test_what_settings_leave_out_follows_as_it_does_from_options() -> None:
    assert expected_load({"shop:expectedPeakConnections": "1000"}) == load_of("1000")
    assert expected_load({"shop:logLevel": "INFO"}) is None
    with pytest.raises(LoadError, match="PEAK must be a whole number"):
        expected_load({"shop:expectedPeakConnections": "[secret]"})


def test_a_scaled_load_keeps_its_proportions() -> None:
    load = scaled(load_of("1000", "500", "2"), 10_000)

    assert (load.orders_a_day, load.connects_per_second) == (5_000, 20)


@pytest.mark.parametrize(
    ("name", "peak", "orders", "connects"),
    [
        ("PEAK", "", "", ""),
        ("PEAK", "0", "", ""),
        ("PEAK", "-5", "", ""),
        ("PEAK", "1e6", "", ""),
        ("PEAK", "1.5", "", ""),
        ("PEAK", "many", "", ""),
        ("PEAK", "\u0663", "", ""),
        ("PEAK", "9" * 5000, "", ""),
        ("ORDERS", "10", "x", ""),
        ("ORDERS", "10", " ", ""),
        ("CONNECTS", "10", "", "0"),
        ("CONNECTS", "10", "", "1000001"),
    ],
)
def test_what_is_no_such_number_is_refused_by_its_name(
    name: str, peak: str, orders: str, connects: str
) -> None:
    with pytest.raises(LoadError, match=f"^{name} must be a whole number from 1 to [0-9,]+, got"):
        load_of(peak, orders, connects)

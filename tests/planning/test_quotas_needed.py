"""Which quotas a load needs, what to ask for, and how long a reconnect takes."""

from __future__ import annotations

import pytest

from contract import quotas
from contract.quotas import Quota
from planning import unit_counts
from planning.load import load_of
from planning.quotas_needed import Need, needs, reconnect_seconds

COUNTS = unit_counts.load()


def needed(peak: str, orders: str = "", connects: str = "") -> dict[Quota, Need]:
    return {need.quota: need for need in needs(load_of(peak, orders, connects), COUNTS)}


def test_a_thousand_pages_need_no_more_than_a_usual_account_has() -> None:
    assert [need for need in needed("1000").values() if not need.is_enough] == []


def test_a_million_pages_need_these() -> None:
    short = {need.quota.name for need in needed("1000000").values() if not need.is_enough}

    assert short == {
        "new WebSocket connections",
        "steady request rate, shared by HTTP, REST, WebSocket and callbacks",
        "StartExecution throttle token refill rate per second",
        "StateTransition throttle token refill rate per second",
        "write units of a new table",
    }


def test_a_quota_is_enough_only_with_a_quarter_to_spare() -> None:
    assert Need(quotas.CONCURRENT_EXECUTIONS, 800, "").is_enough
    assert not Need(quotas.CONCURRENT_EXECUTIONS, 801, "").is_enough


def test_connections_renew_each_two_hours_though_few_are_announced() -> None:
    assert needed("7200000", connects="1")[quotas.NEW_CONNECTIONS].needed == 1000


def test_each_order_asks_to_start_its_execution_twice() -> None:
    need = needed("1000", orders="28800")[quotas.START_EXECUTION]

    assert need.needed == pytest.approx(2 * 3 * 1.0)


def test_one_asks_for_a_quarter_more_in_two_digits() -> None:
    def asked(amount: float) -> int:
        return Need(quotas.NEW_CONNECTIONS, amount, "").ask_for

    assert [asked(n) for n in (600, 1_667, 10_000)] == [750, 2_100, 13_000]


def test_lambda_s_concurrency_is_invocations_times_their_time() -> None:
    need = needed("1000000")[quotas.CONCURRENT_EXECUTIONS]

    assert need.quota.code == "L-B99A9384"
    invocations = float(need.why.split(" ")[0].replace(",", ""))
    assert need.needed == pytest.approx(0.05 * invocations)
    # With longer calls, 800 of the 1,000 are busy.
    assert need.why.endswith(f"enough up to {800 / invocations:.3g} s each")


def test_a_reconnect_is_bound_by_the_lower_of_two_quotas() -> None:
    load = load_of("1000000")

    assert reconnect_seconds(load, 500, 10_000) == 2_000
    assert reconnect_seconds(load, 5_000, 3_000) == 1_000

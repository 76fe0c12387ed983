"""The bill of a stage: sums, and that nothing counted is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planning import prices, unit_counts
from planning.alternatives import PUSH, ways, without_push
from planning.bill import USUAL_END, by_service, lines_of, monthly, order_cost, total
from planning.guarantees import GUARANTEES, shares
from planning.load import load_of
from planning.unit_counts import Bill, Counts

COUNTS: Counts = unit_counts.load()
ORDER = COUNTS.orders[USUAL_END]


def test_a_line_says_how_its_quantity_comes_about() -> None:
    lines = lines_of("orders", Bill(transitions=4, requests=1), 10, COUNTS)

    assert [(line.what, line.quantity, line.price, line.arithmetic) for line in lines] == [
        ("orders: state transitions", 40, prices.TRANSITION, "10 x 4 transitions"),
        ("orders: requests", 10, prices.REQUEST, "10 x 1 request"),
    ]


def test_a_function_s_time_is_said_to_be_assumed_and_small_bytes_are_whole() -> None:
    bill = Bill(invocations={"push_event": 2, "get_order": 1}, sent_bytes=480)
    told = {line.what: line.arithmetic for line in lines_of("orders", bill, 10, COUNTS)}

    assert told["orders: invocations"] == "10 x 3 invocations"
    assert told["orders: GB-seconds"] == (
        "10 x 3 invocations x 50 ms (assumed) x 0.4167 GB on average"
    )
    assert told["orders: GB sent"] == "10 x 480 bytes"


def test_a_function_on_x86_64_has_the_price_of_its_own() -> None:
    """1 GB for 0.05 s, 20 million times: a million GB-seconds."""
    bill = Bill(invocations={"push_event": 2, "get_order": 1})
    counts = replace(COUNTS, x86_64=frozenset({"push_event"}))
    lines = {line.what: line for line in lines_of("orders", bill, 20_000_000, counts)}

    assert lines["orders: GB-seconds on x86_64"].cost == pytest.approx(16.6667)
    assert lines["orders: GB-seconds on x86_64"].arithmetic.endswith(
        "x 2 invocations x 50 ms (assumed) x 0.5 GB"
    )
    assert lines["orders: GB-seconds"].cost == pytest.approx(0.25 * 13.3334)


def test_the_services_sum_up_to_the_bill() -> None:
    lines = monthly(load_of("1000000"), COUNTS)

    assert sum(by_service(lines).values()) == pytest.approx(total(lines))
    assert list(by_service(lines)) == [
        "CloudWatch", "Step Functions", "API Gateway", "Lambda", "DynamoDB", "EventBridge",
        "Data out",
    ]  # fmt: skip


def test_an_outcome_costs_its_transitions_and_less_than_a_third_more() -> None:
    for name, bill in COUNTS.orders.items():
        states = prices.TRANSITION.cost(bill.transitions * prices.MILLION)
        assert states < order_cost(bill, COUNTS) < 1.33 * states, name


def test_the_bill_grows_with_the_load_but_for_what_a_stage_costs_alone() -> None:
    one, ten = (total(monthly(load_of(peak), COUNTS)) for peak in ("1000", "10000"))
    alone = COUNTS.alarm_metrics * 0.10 + COUNTS.metrics * 0.30 + COUNTS.dashboards * 3.0

    assert ten - alone == pytest.approx(10 * (one - alone))


def test_every_unit_of_an_order_belongs_to_exactly_one_guarantee() -> None:
    found = shares(ORDER, COUNTS)

    spent = [unit for share in found for unit in share.bill.units]
    assert sorted(spent) == sorted(ORDER.units)
    for counted in ("invocations", "states"):
        names = [name for share in found for name in getattr(share.bill, counted)]
        assert sorted(names) == sorted(getattr(ORDER, counted)), counted
    assert sum(share.cost for share in found) == pytest.approx(order_cost(ORDER, COUNTS))
    assert [share.guarantee for share in found] == list(GUARANTEES)
    assert all(share.cost > 0 for share in found)


def test_an_order_without_its_push_has_neither_log_nor_message() -> None:
    order = without_push(ORDER)

    assert order.transitions == ORDER.transitions - 1
    assert (order.messages, PUSH in order.invocations) == (0, False)
    assert {table for _, table, _ in order.units} == {
        "ALLOWANCES", "ORDERS", "PAYMENTS", "PRODUCTS", "STEPS",
    }  # fmt: skip


def test_polling_of_open_pages_is_dearer_than_push_and_polling_while_pending_is_cheaper() -> None:
    ours, each_second, each_five, while_pending, awake, event_api = ways(load_of("1000000"), COUNTS)

    assert each_second.cost > each_five.cost > ours.cost > while_pending.cost
    assert awake.cost > each_five.cost
    assert event_api.cost < ours.cost
    assert "1,000,000 concurrent executions" in awake.lacks


def test_one_second_polling_asks_five_times_as_often_as_five_second_polling() -> None:
    _, each_second, each_five, *_ = ways(load_of("1000"), COUNTS)
    asked = [
        next(line.quantity for line in way.lines if line.what == "polls: requests")
        for way in (each_second, each_five)
    ]

    assert asked == [1000 * 8 * 30 * 3600, 1000 * 8 * 30 * 720]


def test_every_function_that_another_way_calls_is_billed_for_its_time_too() -> None:
    *_, event_api = ways(load_of("1000"), COUNTS)
    what = [line.what for line in event_api.lines]

    assert "connects: invocations of the authorizer" in what
    assert "connects: GB-seconds of the authorizer" in what

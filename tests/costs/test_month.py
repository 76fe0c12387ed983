"""The month that docs/costs.md reckons: its sums follow from the counted bills and the prices."""

from __future__ import annotations

import re

import pytest

from contract import metrics
from local.plan import plan_stage
from tests.costs.test_costs import bill
from tests.docs.test_threat_model import (
    CALL,
    EVENTBRIDGE,
    LOG,
    MESSAGE,
    ORDER,
    READ,
    REQUEST,
    WRITE,
)
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("costs")

PAGE = (REPO_ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
MONTH = PAGE[PAGE.index("## A month") : PAGE.index("## Prices")]
TRANSITION, CONNECTION_MINUTE = 25.0, 0.25
ALARM, METRIC, DASHBOARD = 0.10, 0.30, 3.00
DAYS, ORDERS, OPEN_PAGES, HOURS = 30, 10_000, 1_000, 8
ONLY_IN_TROUBLE = (metrics.PUSHES_TO_REPEAT, metrics.KEYS_UNAVAILABLE)


def row(beginning: str) -> str:
    """The month's row that begins so."""
    (found,) = re.findall(rf"^\| {re.escape(beginning)}.*$", MONTH, re.MULTILINE)
    return str(found)


def page_hour() -> float:
    """Dollars of a million hours of an idle page."""
    hour = bill("one idle connection-hour")
    return float(
        hour["connection_minutes"] * CONNECTION_MINUTE
        + hour["messages"] * MESSAGE
        + hour["invocations"] * CALL
        + hour["read_units"] * READ
    )


def stage_alone() -> tuple[int, int, float]:
    """How many alarms and metrics the stage dev has, and what it costs without any use."""
    types = [one.type for one in plan_stage(REPO_ROOT, "dev").resources]
    alarms = types.count("aws:cloudwatch/metricAlarm:MetricAlarm")
    (emitted,) = re.findall(r"a stage has (\d+)", metrics.__doc__ or "")
    usual = int(emitted) - len(ONLY_IN_TROUBLE)
    boards = types.count("aws:cloudwatch/dashboard:Dashboard")
    return alarms, usual, alarms * ALARM + usual * METRIC + boards * DASHBOARD


def test_an_order_costs_what_its_counted_bill_says() -> None:
    order = bill("one order")
    exact = (
        order["transitions"] * TRANSITION
        + order["all_write_units"] * WRITE
        + order["all_read_units"] * READ
        + order["all_invocations"] * (CALL + LOG)
        + order["requests"] * REQUEST
        + order["messages"] * MESSAGE
        + EVENTBRIDGE
    )

    assert abs(exact - ORDER) < 2
    assert f"{order['all_write_units']:g} write units" in PAGE
    assert f"About ${ORDER:g} per million orders" in PAGE


def test_the_orders_of_a_day_and_of_a_month() -> None:
    day = ORDERS * ORDER / 1e6

    assert f"{ORDERS:,} \u00d7 ${ORDER:g} per million | ${day:.2f} | ${day * DAYS:.2f} |" in row(
        f"{ORDERS:,} [orders]"
    )


def test_the_open_pages_of_a_day_and_of_a_month() -> None:
    day = OPEN_PAGES * HOURS * page_hour() / 1e6

    stated = row(f"{OPEN_PAGES:,} [open pages]")
    assert f"{OPEN_PAGES * HOURS:,} hours \u00d7 ${page_hour():.2f} per million" in stated
    assert f"| ${day:.2f} | ${day * DAYS:.2f} |" in stated


def test_a_stage_that_does_nothing_and_the_whole_month() -> None:
    alarms, usual, alone = stage_alone()
    orders, pages = ORDERS * ORDER / 1e6, OPEN_PAGES * HOURS * page_hour() / 1e6

    assert f"{alarms} alarms, {usual} metrics, a dashboard" in MONTH
    assert row("a stage that does nothing").endswith(f"| ${alone:.2f} |")
    assert row("all").endswith(f"| ${alone + (orders + pages) * DAYS:.2f} |")
    assert f"is ${alarms * ALARM + (usual - 10) * METRIC:.2f} for its first stage" in MONTH

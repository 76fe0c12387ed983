"""The sums of docs/costs.md follow from the counted bills and the one table of prices."""

from __future__ import annotations

import re

import pytest

from contract.quotas import HEARTBEAT_SECONDS
from planning import prices, unit_counts
from planning.bill import USUAL_END, idle_pages, order_cost, stage_alone, total
from planning.load import Load
from planning.tables import SMALL
from tests.costs.test_costs import bill
from tests.docs.test_threat_model import CALL, ORDER
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("costs")

PAGE = (REPO_ROOT / "docs" / "costs.md").read_text(encoding="utf-8")
COUNTS = unit_counts.load()


def test_an_order_costs_about_what_the_page_says_in_words() -> None:
    exact = order_cost(COUNTS.orders[USUAL_END], COUNTS)

    assert abs(exact - ORDER) < 2
    assert f"{COUNTS.orders[USUAL_END].write_units:g} write units" in PAGE
    assert f"About ${ORDER:g} per million orders" in PAGE


def test_an_hour_of_an_idle_page_is_the_sum_of_its_rows() -> None:
    hour = bill("one idle connection-hour")
    exact = (
        prices.CONNECTION_MINUTE.cost(hour["connection_minutes"])
        + prices.MESSAGE.cost(hour["messages"])
        + hour["invocations"] * CALL / prices.MILLION
        + prices.READ_UNIT.cost(hour["read_units"])
    )
    planned = total(idle_pages(Load(1, 0, 0.0), COUNTS)) / (8 * 30)

    assert f"costs ${exact * prices.MILLION:.0f} per million hours" in PAGE
    assert exact < planned < 1.1 * exact, "the plan adds what is sent and logged"
    assert hour["pings"] * HEARTBEAT_SECONDS == 3600


def test_what_the_first_stage_of_an_account_pays_for_doing_nothing() -> None:
    free = prices.METRIC.cost(10) + prices.DASHBOARD.cost(1)
    first = total(stage_alone(COUNTS)) - free

    assert f"is ${first:.2f} for its first stage" in PAGE


def test_the_shop_of_the_page_is_the_plan_s_rule() -> None:
    assert (SMALL.connections, SMALL.orders_a_day) == (1_000, 10_000)


def test_the_lines_of_an_idle_page_sum_up_to_the_month_s_line() -> None:
    table = PAGE.partition("<!-- idle -->")[2].partition("<!-- end of idle -->")[0]
    *parts, everything = (float(found) for found in re.findall(r"\$([\d.]+)", table))
    hours = total(idle_pages(SMALL, COUNTS)) / SMALL.page_hours * prices.MILLION

    assert sum(parts) == pytest.approx(everything, abs=0.02)
    assert everything == pytest.approx(hours, abs=0.01)

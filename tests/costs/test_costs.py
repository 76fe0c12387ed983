"""Exactly what an order and an idle connection cost. A change of a number is a change of a bill."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from tests.costs.outcomes import OUTCOMES
from tests.saga.test_transitions import OUTCOMES as TRANSITIONS
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("costs")


def bill(name: str) -> dict[str, Any]:
    """One bill of all."""
    found: dict[str, Any] = counted()["bills"][name]
    return found


def order_bill(outcome: str) -> dict[str, Any]:
    """The bill of an order that ended so."""
    found: dict[str, Any] = bill("orders")[outcome]
    return found


@cache
def counted() -> dict[str, Any]:
    """Counted once, in a process of its own, where AWS is replaced for good."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.costs"],
        cwd=REPO_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_committed_counts_are_what_runs() -> None:
    committed = json.loads((REPO_ROOT / "planning" / "unit_counts.json").read_text())

    assert committed == counted(), "make unit-counts writes them again"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_takes_the_transitions_that_the_saga_s_proof_counts(outcome: str) -> None:
    order = order_bill(outcome)

    assert order["transitions"] == TRANSITIONS[outcome][2]
    assert order["transitions"] == sum(order["states"].values())
    assert order["events"] == order["requests"] == 1


@pytest.mark.parametrize(
    ("outcome", "invocations", "reads", "writes", "messages"),
    [
        ("FINALIZED", 7, 9, 17, 1),
        ("DECLINED", 7, 11, 12, 1),
        ("REFUNDED, out of stock", 9, 14, 27, 1),
        ("REFUNDED, the charge timed out", 7, 11, 16, 1),
        ("REFUNDED, the commit was refused", 11, 15, 29, 1),
    ],
)
def test_the_units_of_an_outcome(
    outcome: str, invocations: int, reads: int, writes: int, messages: int
) -> None:
    order = order_bill(outcome)

    assert (
        order["all_invocations"], order["all_read_units"], order["all_write_units"],
        order["messages"],
    ) == (invocations, reads, writes, messages)  # fmt: skip


def test_only_an_order_that_needs_attention_sends_a_message_to_the_operators() -> None:
    sent = {name: order["queue_messages"] for name, order in bill("orders").items()}

    assert [name for name, count in sent.items() if count] == [
        "NEEDS_ATTENTION, the refund was broken, mended and redriven"
    ]


def test_the_bill_of_one_order_of_two_lines_with_an_open_page() -> None:
    order = order_bill("FINALIZED")
    sums = {name: order[name] for name in (
        "requests", "messages", "transitions", "all_invocations", "all_read_units",
        "all_write_units")}  # fmt: skip
    assert sums == {
        "requests": 1,
        "messages": 1,
        "transitions": 4,
        "all_invocations": 7,
        "all_read_units": 9,
        "all_write_units": 17,
    }
    assert order["read_units"] == {
        "ORDERS": 2, "PRODUCTS": 2, "STEPS": 2, "EVENTS": 2, "CONNECTIONS": 1
    }  # fmt: skip
    assert order["write_units"] == {
        "ALLOWANCES": 1, "ORDERS": 2, "PRODUCTS": 4, "PAYMENTS": 4, "STEPS": 3, "EVENTS": 3
    }  # fmt: skip
    assert order["calls"]["StartExecution"] == 2, "by the checkout, and by the orders' stream"
    assert order["calls"]["PutEvents"] == order["calls"]["PostToConnection"] == 1


def test_the_bill_of_one_idle_connection_hour() -> None:
    assert bill("one idle connection-hour") == {
        "pings": 12,
        "resumes": 6,
        "messages": 36,
        "connection_minutes": 60,
        "invocations": 6,
        "read_units": 9,
        "write_units": 0,
    }


def test_a_ping_a_minute_costs_96_messages_an_hour_more_and_nothing_else() -> None:
    usual = bill("one idle connection-hour")
    often = bill("one idle connection-hour with a ping a minute")
    assert often == usual | {"pings": 60, "messages": usual["messages"] + 96}
    documented = (REPO_ROOT / "docs" / "costs.md").read_text()
    for hour, every in ((usual, "5 minutes, the default"), (often, "minute")):
        pings = hour["pings"]
        assert (
            f"| {pings} pings (every {every}) | {2 * pings} | 0 | 0 | {2 * pings}.00 |"
            in documented
        )


def test_the_bill_of_a_handshake_that_closes_the_oldest_connection() -> None:
    closing = bill("one handshake above the limit")
    assert closing["calls"] == {
        "PutItem": 1, "Query": 1, "GetConnection": 3, "PostToConnection": 1,
        "DeleteConnection": 1, "DeleteItem": 1,
    }  # fmt: skip
    assert (closing["messages"], closing["all_invocations"]) == (1, 2)
    assert (closing["all_read_units"], closing["all_write_units"]) == (1, 2)


def test_the_bill_of_a_resume_that_missed_nothing() -> None:
    resume = bill("one resume that missed nothing")
    assert (resume["all_read_units"], resume["all_write_units"]) == (1.5, 0)
    assert resume["calls"] == {"BatchGetItem": 1, "PostToConnection": 1}
    assert (resume["messages"], resume["invocations"]) == (2, {"resume_events": 1})


def test_the_bill_of_opening_and_closing_a_connection() -> None:
    opened = bill("one connection of 2 hours, opened and closed")
    assert (opened["all_read_units"], opened["all_write_units"]) == (1, 2)
    assert opened["all_invocations"] == 3

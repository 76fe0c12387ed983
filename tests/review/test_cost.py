"""What a stage costs before and after a change: every figure here was reckoned by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from local.embedded_stage import EMBEDDED
from planning.bill import monthly, total
from planning.load import load_of
from planning.program_counts import FUNCTION
from planning.unit_counts import load
from review.cost import COUNTED, NOT_PRICED, cost
from review.cost.caveats import ASSUMED, OTHERWISE, OURS, PARTIAL
from review.reckoned_with import RULES
from review.sagas.machines import machines
from review.side import Side
from tests.review.priced_shop import (
    CHECKOUT,
    COUNTS,
    NOTIFIER,
    PARTS,
    SAGA,
    SETTINGS,
    SHOP,
    TWO_OR_THREE_STATES,
    child,
    rows,
    told,
)
from tests.support.sides import STAGES, resource, side_of, stage_side, with_inputs, without

MINUS = "\N{MINUS SIGN}"
LOAD = "1,000 connections and 1.667 connects a second for 8 hours a day, 10,000 orders a day"
BY_RULE = f"{LOAD} ({RULES})"
# 300,000 orders, 240,000 hours of open pages and 1.44 million connects a month: a
# page stays for ten minutes, and what a second brings at the peak is for the quotas alone.
BY_HAND = {
    "alarms": 2 * 0.10,
    "metrics": 7 * 0.30,
    "dashboards": 3.00,
    "orders: state transitions": 0.6 * 25,
    "orders: requests": 0.3 * 1,
    "orders: invocations": 0.3 * 0.20,
    "orders: GB-seconds": 300_000 * 0.025 * 0.0000133334,
    "pages: connection minutes": 14.4 * 0.25,
    "pings: messages": 5.76 * 1,
    "pings: GB of logs": 0.864 * 0.50,
    "proofs: messages": 0.48 * 1,
    "connects: write units": 4.32 * 0.625,
    "first resumes: messages": 2.88 * 1,
}


def test_a_new_stage_costs_what_it_was_reckoned_to_by_hand() -> None:
    section = cost(None, SHOP)
    lines = rows("\n".join(section.lines))

    assert section.summary == "$36.61"
    assert sum(BY_HAND.values()) == pytest.approx(36.612, abs=1e-4)
    assert {name: lines[name][1] for name in BY_HAND} == {
        name: f"${amount:,.2f}" for name, amount in BY_HAND.items()
    }
    assert section.lines[0] == (f"**$36.61 a month**, for {BY_RULE}.")


def test_a_figure_can_be_traced_to_its_quantity_and_its_price() -> None:
    text = told(None, SHOP)

    assert (
        rows(text)["connects: write units"][2]
        == "1.66667 connects/s x 8 h x 3600 s x 30 days x 3 write units"
    )
    assert (
        "- $0.625 per million write units: "
        "[DynamoDB](https://aws.amazon.com/dynamodb/pricing/on-demand/), list of 2026-09-11"
    ) in text
    assert (
        "- $25 per million state transitions: "
        "[Step Functions](https://aws.amazon.com/step-functions/pricing/), "
        "page without a date, read 2026-11-26"
    ) in text
    assert f"- {COUNTED}" in text
    assert f"- {NOT_PRICED}" in text


def test_a_stage_without_a_dashboard_costs_three_dollars_less() -> None:
    section = cost(SHOP, without(SHOP, "board"))

    assert section.summary == "$36.61 → $33.61"
    assert section.lines[0] == (
        f"**$36.61 → $33.61 a month** (CloudWatch {MINUS}$3.00), for {BY_RULE}."
    )
    assert section.lines[2:8] == (
        "<details>",
        "<summary>By service, and how the figures come about</summary>",
        "",
        "| service | before | after | difference |",
        "| --- | ---: | ---: | ---: |",
        f"| CloudWatch | $5.73 | $2.73 | {MINUS}$3.00 |",
    )


def test_only_lines_that_change_are_taken_apart_and_the_rest_is_one_row() -> None:
    lines = rows(told(SHOP, without(SHOP, "board")))

    assert lines["dashboards"][:2] == ("$3.00", "")
    assert lines["12 other lines"] == (
        "$33.61", "$33.61",
        "`make plan PEAK=1000 ORDERS=10000` and a proof each 60 minutes",
    )  # fmt: skip


def test_more_memory_costs_more_by_the_second() -> None:
    """300,000 x 0.05 s x 9.5 GB more x $0.0000133334 = $1.90."""
    lines = rows(told(SHOP, with_inputs(SHOP, "push", memorySize=10_240)))

    assert lines["Lambda"] == ("$0.16", "$2.06", "+$1.90")
    assert lines["orders: GB-seconds"][2] == (
        "10,000 a day x 30 days x 1 invocation x 50 ms (assumed) x 10 GB; before: 10,000 a day x "
        "30 days x 1 invocation x 50 ms (assumed) x 0.5 GB"
    )


def test_another_load_is_told_of_both_sides() -> None:
    more = replace(SHOP, settings={**SETTINGS, "shop:expectedPeakConnections": "2000"})
    section = cost(SHOP, more)

    assert section.lines[0].endswith(
        ", for 2,000 connections and 3.333 connects a second for 8 hours a day, 20,000 orders a "
        f"day ({RULES}); before, for {LOAD}."
    )
    assert (
        "(+$31.31: CloudWatch +$0.43, Step Functions +$15.00, API Gateway +$13.02, Lambda +$0.16, "
        "DynamoDB +$2.70)"
    ) in section.lines[0]
    assert rows("\n".join(section.lines))["pages: connection minutes"][:2] == ("$3.60", "$7.20")


def test_other_counts_of_an_order_change_the_bill() -> None:
    order = replace(COUNTS.orders["FINALIZED"], transitions=3)
    after = replace(SHOP, counts=replace(COUNTS, orders={"FINALIZED": order}))

    assert rows(told(SHOP, after))["Step Functions"] == ("$15.00", "$22.50", "+$7.50")


def test_a_commit_without_counts_is_reckoned_with_those_of_the_other_one() -> None:
    without_any = replace(without(SHOP, "board"), counts=None)

    assert cost(without_any, SHOP).summary == "$33.61 → $36.61"
    counts = "commit has no counts of what an order and a page take that can be read"
    assert f"- The older {counts}: reckoned with those of the other" in told(without_any, SHOP)
    assert f"- The newer {counts}" in told(SHOP, without_any)


def test_nothing_that_changes_leaves_the_sum_alone() -> None:
    section = cost(SHOP, SHOP)
    assert (section.lines, section.summary) == ((), "$36.61")
    assert cost(None, None).lines == ()


def test_a_stage_that_goes_costs_nothing() -> None:
    section = cost(SHOP, None)

    assert section.summary == "$36.61 → $0.00"
    assert rows("\n".join(section.lines))["dashboards"][:2] == ("$3.00", "")


@pytest.mark.parametrize("stage", [one for one in STAGES if one != EMBEDDED])
def test_a_stage_of_ours_that_does_not_change_has_no_lines(stage: str) -> None:
    side = stage_side(stage)
    section = cost(side, side)

    assert section.lines == ()
    assert re.fullmatch(r"\$[\d,]+\.\d\d", section.summary)


def test_the_stage_on_this_machine_has_no_bill() -> None:
    side = stage_side(EMBEDDED)

    for sides in ((side, side), (None, side), (side, None)):
        assert (cost(*sides).lines, cost(*sides).summary) == ((), "")


def test_the_bill_of_production_is_what_the_plan_prints() -> None:
    """``make plan PEAK=20000``."""
    side = stage_side("prod")
    planned = total(monthly(load_of("20000"), load()))

    assert cost(side, side).summary == f"${planned:,.2f}"


def without_a_step(side: Side) -> Side:
    """The saga goes from the payment to the confirmation at once."""
    (urn,) = machines(side.record)
    definition = json.loads(str(side.record.resources[urn].inputs["definition"]))
    definition["States"]["ChargePayment"]["Next"] = "ConfirmOrder"
    return with_inputs(side, "checkout-saga-machine", definition=json.dumps(definition))


def test_the_bill_has_the_transitions_of_the_saga_s_definition() -> None:
    """300,000 orders a month a thousand pages, of 3 transitions and not of 4 as counted."""
    side = stage_side("dev")
    shorter = without_a_step(side)
    orders = "orders: state transitions"
    was, now = (float(one[1:]) for one in rows(told(side, shorter))[orders][:2])

    assert now == pytest.approx(was * 3 / 4)
    assert rows(told(shorter, side))[orders][:2] == (f"${now:.2f}", f"${was:.2f}")
    assert f"- {OTHERWISE}" in told(side, shorter)
    assert f"- {OTHERWISE}" not in told(shorter, side)


def tickets(*more: Any, **fields: Any) -> Side:
    """A program of somebody else's: it uses our components, and nobody counted it."""
    push = child(NOTIFIER, "push", handler="functions.realtime.push_event.handler", memorySize=512,
                 architectures=["arm64"], loggingConfig={"systemLogLevel": "WARN"})  # fmt: skip
    return side_of(push, child(SAGA, "sale", definition=TWO_OR_THREE_STATES), *more, **fields)


def test_pages_and_transitions_of_a_foreign_program_are_priced_and_the_rest_is_named() -> None:
    own = resource(FUNCTION, "tickets", handler="tickets.handler", memorySize=1024)
    text = told(None, tickets(own))
    lines = rows(text)

    assert lines["pages: connection minutes"][1] == "$3.60"
    assert lines["saga `sale`: state transitions"] == (
        "", "$22.50", "10,000 a day x 30 days x 3 (of 2 to 3)"
    )  # fmt: skip
    assert "orders: requests" not in lines
    assert f"- {PARTIAL}" in text
    assert "- Not priced: 1 `lambda.Function`" in text
    assert f"- {ASSUMED} 1,000 connections and 1.667 connects a second" in text


def test_a_program_of_nothing_but_components_is_reckoned_with_our_counts() -> None:
    text = told(None, tickets(settings={"tickets:expectedPeakConnections": "100"}))

    assert f"- {OURS}" in text
    assert PARTIAL not in text
    assert ASSUMED not in text
    assert rows(text)["pages: connection minutes"][1] == "$0.36"


def test_the_checkout_brings_its_orders() -> None:
    assert rows(told(None, tickets(child(CHECKOUT, "orders"))))["orders: state transitions"][1] == (
        "$30.00"
    )


def test_a_checkout_with_other_steps_is_priced_by_its_own_definition() -> None:
    """300,000 orders of three transitions, and nothing that has no price."""
    chain = CHECKOUT.replace("aws:dynamodb/table:Table", SAGA)
    section = cost(None, tickets(child(chain, "steps", definition=TWO_OR_THREE_STATES)))

    assert rows("\n".join(section.lines))["orders: state transitions"][1] == "$22.50"
    assert not section.summary.startswith("from")


def test_settings_that_name_no_usable_load_count_as_none() -> None:
    assert ASSUMED in told(None, tickets(settings={"tickets:expectedPeakConnections": "[secret]"}))


LOGS = "aws:cloudwatch/logGroup:LogGroup"


def keeping(days: int | None, recovers: Any = None) -> Side:
    groups = [resource(LOGS, name, retentionInDays=days) for name in ("a", "b")]
    table = child(CHECKOUT, "orders", billingMode="PAY_PER_REQUEST", pointInTimeRecovery=recovers)
    return side_of(*PARTS, *groups, table, settings=SETTINGS, counts=COUNTS)


def test_what_is_kept_longer_is_said_to_be_in_no_figure() -> None:
    section = cost(keeping(14), keeping(90, {"enabled": True}))

    assert section.summary == "$36.61"
    assert section.lines == (
        "- Storage is in no figure: 2 log groups are kept 90 days instead of 14 days",
        "- Storage is in no figure: point-in-time recovery is now on for `orders`",
    )
    assert cost(keeping(None, {"enabled": True}), keeping(14)).lines == (
        "- Storage is in no figure: 2 log groups are kept 14 days instead of for ever",
        "- Storage is in no figure: point-in-time recovery is no longer on for `orders`",
    )

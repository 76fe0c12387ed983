"""What one order costs, by how it ends, and what each guarantee adds: counted from what runs."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.bench import Bench
from benchmarks.processes import printed_by
from benchmarks.results import RECKONED, Figure, Row, at_most, counted
from benchmarks.sagas.published import PUBLISHED
from planning.bill import USUAL_END, by_service, lines_of, order_cost
from planning.guarantees import BARE, shares
from planning.prices import MILLION
from planning.program_counts import LAMBDAS_BYTES
from planning.unit_counts import INVOCATION_SECONDS, Counts, counts_of

TITLE = "Cost of one order"
OUT_OF_STOCK = "REFUNDED, out of stock"


def measure(bench: Bench) -> Figure:
    """Run every end of an order, and reckon."""
    bench.doing("every end of an order, counted")
    counts = counts_of(printed_by("tests.costs"))
    rows = [*transitions(counts), *money(counts), logs(counts)]
    series = {
        "outcomes": {
            name: by_service(lines_of(name, bill, MILLION, counts))
            for name, bill in counts.orders.items()
        },
        "guarantees": {
            share.guarantee.name: share.cost for share in shares(counts.orders[USUAL_END], counts)
        },
    }
    return Figure("order-cost", TITLE, tuple(rows), series)


def transitions(counts: Counts) -> Iterable[Row]:
    """Ours beside two published sagas: all is well, and the last step fails."""
    for end, failing in ((USUAL_END, False), (OUT_OF_STOCK, True)):
        for saga in PUBLISHED:
            theirs = saga.last_step_fails if failing else saga.succeeds
            case = f"{saga.last_step} fails" if failing else "nothing fails"
            yield counted(
                f"an order that ends {end}", counts.orders[end].transitions,
                f"{saga.name}: {case}", theirs, "transitions", at_most(1),
                f"{saga.repository} at {saga.commit[:8]}, {saga.path}. "
                "Theirs end in a Succeed or a Fail state, which is a transition, too; the work in "
                "their states differs from ours",
            )  # fmt: skip


def money(counts: Counts) -> Iterable[Row]:
    """Each end beside the order without any guarantee."""
    bare = next(
        share.cost for share in shares(counts.orders[USUAL_END], counts) if share.guarantee is BARE
    )
    for end, bill in counts.orders.items():
        yield counted(
            f"a million orders that end {end}", order_cost(bill, counts),
            "charge and stock without any guarantee", bare, "dollars",
            note=f"{bill.transitions:g} transitions, {bill.all_invocations:g} invocations, "
            f"{counts.gb_seconds(bill):.3g} GB-seconds ({INVOCATION_SECONDS:g} s each, assumed), "
            f"{bill.write_units:g} write units, {bill.read_units:g} read units, "
            f"{bill.messages:g} messages, {counts.logged_bytes(bill):,.0f} log bytes",
            kind=RECKONED,
        )  # fmt: skip


def logs(counts: Counts) -> Row:
    """What Lambda's own lines would add."""
    order = counts.orders[USUAL_END]
    now = counts.logged_bytes(order)
    lines = order.all_invocations * (LAMBDAS_BYTES - counts.lambdas_log_bytes)
    return counted(
        "log of an order", now, "with Lambda's lines of what succeeded", now + lines, "bytes",
        at_most(0.5), "the length of the access log's lines is assumed",
        RECKONED,
    )  # fmt: skip

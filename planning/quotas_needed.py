"""What a load needs of AWS's quotas, what to ask for, and how long a full reconnect takes. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from contract import quotas
from contract.quotas import Quota
from planning.bill import USUAL_END
from planning.load import Load
from planning.unit_counts import INVOCATION_SECONDS, Bill, Counts

SPARE = 1.25
"""One asks for a quarter more than is needed."""


@dataclass(frozen=True)
class Need:
    """One quota and what the load needs of it, in the quota's unit."""

    quota: Quota
    needed: float
    why: str

    @property
    def is_enough(self) -> bool:
        """Whether the quota that a usual account has is enough, with a quarter to spare."""
        return self.needed * SPARE <= self.quota.value

    @property
    def ask_for(self) -> int:
        """The value to ask for: what is needed and a quarter, in two digits that count."""
        with_spare = math.ceil(self.needed * SPARE)
        step = int(10 ** max(0, len(str(with_spare)) - 2))
        return -(-with_spare // step) * step


def needs(load: Load, counts: Counts) -> list[Need]:
    """The quotas that grow with the load, and what each has to be."""
    order, connects, orders = (
        counts.orders[USUAL_END], connects_per_second(load), load.orders_per_second
    )  # fmt: skip
    proofs = load.connections / (60 * load.subscription_check_minutes)
    pings = load.connections / quotas.HEARTBEAT_SECONDS
    requests = (
        pings
        + quotas.REQUESTS_PER_PROOF * proofs
        + quotas.REQUESTS_PER_CONNECT * connects
        + (order.requests + order.messages) * orders
    )
    invocations = (
        connects * (counts.connection.all_invocations + counts.resume.all_invocations)
        + proofs * counts.resume.all_invocations
        + orders * order.all_invocations
    )
    enough_seconds = quotas.CONCURRENT_EXECUTIONS.value / SPARE / invocations
    writes, wrote = _busiest(load, counts, "write")
    reads, read = _busiest(load, counts, "read")
    said = (
        f"{pings:,.0f} pings, {proofs:,.0f} proofs of {quotas.REQUESTS_PER_PROOF}, "
        f"{connects:,.0f} connects of {quotas.REQUESTS_PER_CONNECT}, {orders:,.0f} orders of "
        f"{order.requests + order.messages:g}"
    )
    return [
        Need(quotas.NEW_CONNECTIONS, connects, "connects at the peak"),
        Need(quotas.STEADY_RATE, requests, said),
        Need(
            quotas.CONCURRENT_EXECUTIONS, invocations * INVOCATION_SECONDS,
            f"{invocations:,.0f} invocations a second of {INVOCATION_SECONDS:g} s each (assumed); "
            f"enough up to {enough_seconds:.3g} s each",
        ),
        Need(
            quotas.SCALING, connects * counts.connection.all_invocations * INVOCATION_SECONDS,
            "environments for the busiest functions when all pages come at once",
        ),
        Need(
            quotas.START_EXECUTION, orders * _calls_to_start(counts),
            f"{orders:,.0f} orders a second, each started by the checkout and by the stream",
        ),
        Need(
            quotas.STATE_TRANSITIONS, orders * order.transitions,
            f"{orders:,.0f} orders a second of {order.transitions:g} states",
        ),
        Need(quotas.PUT_EVENTS, orders * order.events, "one for each order that ends"),
        Need(quotas.TABLE_WRITES, writes, f"the table {wrote}"),
        Need(quotas.TABLE_READS, reads, f"the table {read}"),
        Need(quotas.NEW_TABLE_WRITES, writes, f"the table {wrote}"),
        Need(quotas.NEW_TABLE_READS, reads, f"the table {read}"),
        Need(quotas.IN_FLIGHT, 0, "orders and pages send no messages, unless something fails"),
    ]  # fmt: skip


def connects_per_second(load: Load) -> float:
    """At least the renewal: no connection lives longer than two hours."""
    return max(load.connects_per_second, load.connections / quotas.CONNECTION_DURATION.value)


def resumes_per_second(load: Load) -> float:
    """The first one of each connect, and the proofs. Setting connectRateLimit bounds their route,
    which has at least as many requests as the route of the connects.
    """
    return connects_per_second(load) + load.connections / (60 * load.subscription_check_minutes)


def concurrent_runs(load: Load, counts: Counts) -> dict[str, float]:
    """Runs at once of each function at the peak, by its module."""
    found: dict[str, float] = {}
    for times, bill in _sources(load, counts):
        for name, invocations in bill.invocations.items():
            found[name] = found.get(name, 0.0) + times * invocations * INVOCATION_SECONDS
    return found


def reconnect_seconds(load: Load, new_connections: float, steady_rate: float) -> float:
    """How long all pages take to come back, at these two quotas.

    A connect is three requests of the steady rate: the handshake, its first resume and the answer.
    """
    return load.connections / min(new_connections, steady_rate / quotas.REQUESTS_PER_CONNECT)


def _calls_to_start(counts: Counts) -> float:
    order = counts.orders[USUAL_END].invocations
    return sum(order[name] for name in ("start_checkout", "start_saga"))


def _sources(load: Load, counts: Counts) -> tuple[tuple[float, Bill], ...]:
    """What happens at the peak: how often a second, and what one of it takes."""
    return (
        (load.orders_per_second, counts.orders[USUAL_END]),
        (connects_per_second(load), counts.connection),
        (connects_per_second(load), counts.resume),
        (load.connections / (60 * load.subscription_check_minutes), counts.resume),
    )


def _busiest(load: Load, counts: Counts, kind: str) -> tuple[float, str]:
    """The units a second of the table that has most of them, and its name."""
    tables: dict[str, float] = {}
    for times, bill in _sources(load, counts):
        for (_, table, part), units in bill.units.items():
            if (part == "read") is (kind == "read"):
                tables[table] = tables.get(table, 0.0) + times * units
    name = max(tables, key=lambda table: tables[table])
    return tables[name], name.lower()

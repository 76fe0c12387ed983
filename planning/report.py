"""The text of a plan. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from contract import quotas
from planning import load as rules
from planning import prices
from planning.alternatives import Way, ways
from planning.bill import by_service, monthly
from planning.load import Load
from planning.quotas_needed import Need, needs, reconnect_seconds, resumes_per_second
from planning.unit_counts import INVOCATION_SECONDS, Counts


def report(load: Load, counts: Counts, stage: str, connect_rate_limit: int) -> str:
    """Load, quotas, reconnect, bill, alternatives, and what no figure contains."""
    needed = needs(load, counts)
    return "\n".join(
        [
            *_load(load, stage),
            "",
            "Quotas",
            *(line for need in needed for line in _quota(need)),
            *_limit_of_stage(load, stage, connect_rate_limit),
            "",
            "All pages come back after an outage",
            *_reconnect(load, needed, stage, connect_rate_limit),
            "",
            "A month, in US dollars, us-east-1",
            *_bill(load, counts),
            "",
            "The same load, done otherwise",
            *_ways(ways(load, counts)),
            "",
            "In no figure",
            *(f"  {text}" for text in prices.NOT_PRICED),
        ]
    )


def _load(load: Load, stage: str) -> list[str]:
    return [
        f"{load.connections:,} connections at the peak, {load.orders_a_day:,} orders a day, "
        f"{load.connects_per_second:,.4g} connects a second",
        f"  Rules: {rules.HOURS_A_DAY} hours a day at the peak, the rest empty; "
        f"{rules.MONTH_DAYS} days a month. Unless given, {rules.ORDERS_PER_CONNECTION} orders a "
        f"day for each connection, and a page is open for {rules.VISIT_SECONDS // 60} minutes.",
        f"  The busiest second has {rules.BUSIEST} times the mean of the orders. An invocation is "
        f"billed for {INVOCATION_SECONDS:g} s (assumed).",
        f"  Stage {stage}: a page proves its subscription each "
        f"{load.subscription_check_minutes} minutes.",
    ]


def _quota(need: Need) -> list[str]:
    quota = need.quota
    fixed = "no code on AWS's pages" if quota.adjustable else "fixed by AWS"
    code = quota.code or quota.setting or fixed
    if need.is_enough:
        verdict = "enough"
    elif quota.setting:
        verdict = f"SET ITS {quota.setting} TO {need.ask_for:,}"
    elif quota.adjustable:
        verdict = f"ASK FOR {need.ask_for:,}"
    else:
        verdict = "NOT ENOUGH, and cannot be raised"
    return [
        f"  {quota.service}, {quota.name} ({code}): {verdict}",
        f"    has {quota.value:,} {quota.unit}; needs {need.needed:,.0f}: {need.why}",
    ]


def _limit_of_stage(load: Load, stage: str, limit: int) -> list[str]:
    rate = resumes_per_second(load)
    if rate <= limit:
        return []
    return [
        f"  Setting connectRateLimit of stage {stage} is {limit:,} a second: RAISE IT to "
        f"{rate:,.0f}, for resumes, the first ones and the proofs"
    ]


def _reconnect(load: Load, needed: Sequence[Need], stage: str, limit: int) -> list[str]:
    usual = reconnect_seconds(load, quotas.NEW_CONNECTIONS.value, quotas.STEADY_RATE.value)
    by_quota = {need.quota: max(need.quota.value, need.ask_for) for need in needed}
    asked = reconnect_seconds(load, by_quota[quotas.NEW_CONNECTIONS], by_quota[quotas.STEADY_RATE])
    return [
        f"  At best {_minutes(usual)} at the usual quotas, {_minutes(asked)} at those above; but "
        f"{_minutes(load.connections / limit)} as long as connectRateLimit of stage {stage} is "
        f"{limit:,}",
        f"  ({load.connections:,} pages / new connections a second, or / a third of the steady "
        "rate: a connect is three requests; with refused handshakes: docs/reconnect-storms.md)",
    ]


def _minutes(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < 120 else f"{seconds / 60:,.1f} min"


def _bill(load: Load, counts: Counts) -> list[str]:
    lines = monthly(load, counts)
    told = []
    for service, cost in by_service(lines).items():
        told.append(f"  {service:<16}{cost:>14,.2f}")
        for line in lines:
            if line.price.service == service:
                told.append(
                    f"    {line.cost:>14,.2f}  {line.what}: {line.arithmetic} at {line.price}"
                )
    return [*told, f"  {'all':<16}{sum(line.cost for line in lines):>14,.2f}"]


def _ways(found: Sequence[Way]) -> list[str]:
    ours = found[0].cost
    return [
        f"  {way.cost:>16,.2f}  {way.cost / ours:>8,.2f} x  {way.name}"
        + (f" ({way.lacks})" if way.lacks else "")
        for way in found
    ]

"""AWS quotas that limit a stage, and which of them a planned load exceeds. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from contract.quotas import (
    CONNECTION_DURATION,
    HEARTBEAT_SECONDS,
    NEW_CONNECTIONS,
    QUOTAS,
    REQUESTS_PER_CONNECT,
    REQUESTS_PER_PROOF,
    STEADY_RATE,
    Quota,
)

CONCURRENT_NOTE = (
    "Concurrent WebSocket connections have no quota. '500 concurrent connections' mistakes the "
    "rate of new connections for their number: "
    f"{NEW_CONNECTIONS.value} per second, each for up to "
    f"{CONNECTION_DURATION.value // 3600} hours, allow "
    f"{NEW_CONNECTIONS.value * CONNECTION_DURATION.value:,} at once."
)


def describe(quota: Quota) -> str:
    """The quota in one line: value, unit, code, whether it can be raised, source and date."""
    raising = f"can be raised, {quota.code}" if quota.adjustable else "cannot be raised"
    return (
        f"{quota.name}: {quota.value:,} {quota.unit} ({raising}; "
        f"checked {quota.checked}, {quota.source})"
    )


def demands(
    expected_peak_connections: int,
    expected_connects_per_second: int,
    subscription_check_minutes: int,
) -> list[str]:
    """Which quotas the expected load exceeds, and by how much.

    A connection lives two hours at most, so a steady peak of ``n`` connections makes at least
    ``n / 7200`` new ones each second, even if fewer are expected. A page that hears nothing sends
    heartbeats, and proves its subscription: a frame and its answer, which is a callback.
    """
    found = []
    renewal = -(-expected_peak_connections // CONNECTION_DURATION.value)
    connects = max(expected_connects_per_second, renewal)
    if connects > NEW_CONNECTIONS.value:
        why = (
            f"expected_connects_per_second is {expected_connects_per_second:,}"
            if expected_connects_per_second >= renewal
            else f"{expected_peak_connections:,} connections renew {renewal:,} times a second"
        )
        found.append(_raise(NEW_CONNECTIONS, connects, why))
    heartbeats = -(-expected_peak_connections // HEARTBEAT_SECONDS)
    proofs = -(-expected_peak_connections // (60 * subscription_check_minutes))
    requests = heartbeats + REQUESTS_PER_PROOF * proofs + REQUESTS_PER_CONNECT * connects
    if requests > STEADY_RATE.value:
        why = (
            f"{expected_peak_connections:,} connections send {heartbeats:,} heartbeats a second "
            f"(one each {HEARTBEAT_SECONDS} s) and prove their subscriptions {proofs:,} times "
            f"(each {subscription_check_minutes} min, {REQUESTS_PER_PROOF} requests), and "
            f"{connects:,} connect ({REQUESTS_PER_CONNECT} requests with the first resume)"
        )
        found.append(_raise(STEADY_RATE, requests, why))
    return found


def _raise(quota: Quota, needed: int, why: str) -> str:
    return (
        f"Raise {quota.code} ({quota.name}) from {quota.value:,} to at least {needed:,} "
        f"(+{needed - quota.value:,}) {quota.unit}: {why}. "
        "Service Quotas, Amazon API Gateway; allow some days."
    )


def quota_notes(demanded: Sequence[str]) -> list[str]:
    """The notes that a stage exports: first the quotas to raise, then every quota."""
    return [*demanded, CONCURRENT_NOTE, *(describe(quota) for quota in QUOTAS)]

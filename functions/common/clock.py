"""The time, in one place: tests inject another."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present time with its time zone, UTC."""
    return datetime.now(UTC)


def epoch_seconds() -> int:
    """Whole seconds since 1970, as DynamoDB's TTL and JWTs count."""
    return int(now().timestamp())


def epoch_milliseconds() -> int:
    """Whole milliseconds since 1970."""
    return int(now().timestamp() * 1000)

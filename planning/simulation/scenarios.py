"""The storms that docs/reconnect-storms.md tells of, by name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from contract.quotas import NEW_CONNECTIONS, STEADY_RATE
from planning import unit_counts
from planning.load import load_of
from planning.quotas_needed import needs
from planning.simulation.client import Client, Span
from planning.simulation.limits import Limits
from planning.simulation.storm import Course, Storm

SIZES = (10_000, 100_000, 300_000, 1_000_000)
HOUR = 3_600.0
OUTAGE_SECONDS = 600.0
Jitter = Literal["full", "equal", "none"]


def with_jitter(client: Client, jitter: Jitter) -> Client:
    """The client with waits as random as its own (full), half as random, or always the longest."""
    fixed_share = {"full": 0.0, "equal": 0.5, "none": 1.0}[jitter]

    def waits(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((max(one[0], fixed_share * one[1]), one[1]) for one in spans)

    return replace(client, waits=waits(client.waits), lasting_waits=waits(client.lasting_waits))


def before(client: Client) -> Client:
    """The client as it was before this simulation: docs/adr/0018-leaving-early.md."""
    minutes = (60.0, 120.0)
    return replace(
        client, asks_again=0, fresh_token_pause_seconds=0, token_ahead=minutes, life_ahead=(0, 0)
    )


def named(client: Client) -> Iterator[tuple[str, Storm]]:
    """Each storm with the name of its row."""
    for pages in SIZES:
        for jitter in ("full", "equal"):
            yield f"{jitter} jitter", _storm(pages, with_jitter(client, jitter))
        yield "the client before", _storm(pages, before(client))
    for pages in SIZES[:-1]:  # with a million pages they run for long, and show nothing new
        yield "no jitter", _storm(pages, with_jitter(client, "none"))
        yield "ten minutes of outage", _storm(pages, client, outage_seconds=OUTAGE_SECONDS)
    few = SIZES[0]
    yield "connect_rate_limit 100", _storm(few, client, limits=Limits(connects=100))
    yield "a new account's Lambda", _storm(few, client, limits=Limits(concurrent_runs=10))
    raised = Limits(connects=2_000, requests=40_000, requests_burst=20_000)
    yield "quotas four times as high", _storm(SIZES[-1], client, limits=raised)
    yield "the quotas of the plan", _storm(SIZES[-1], client, limits=of_the_plan(SIZES[-1]))


def of_the_plan(pages: int) -> Limits:
    """What ``make plan`` asks for, for so many pages; a bucket holds half a second's requests."""
    asked = {one.quota: one.ask_for for one in needs(load_of(str(pages)), unit_counts.load())}
    requests = asked[STEADY_RATE]
    return Limits(asked[NEW_CONNECTIONS], requests, requests / 2)


def echoes(client: Client, pages: int = 100_000) -> dict[str, Storm]:
    """Storms that are followed for hours, until those who came back together leave again."""
    day = 24 * HOUR
    clients = {
        "tokens of an hour, before": before(client),
        "tokens of an hour, now": client,
        "tokens of a day, before": replace(before(client), token_life_seconds=day),
        "tokens of a day, now": replace(client, token_life_seconds=day),
    }
    return {
        name: Storm(pages, one, until_seconds=2.25 * HOUR, stops_when_live=False)
        for name, one in clients.items()
    }


def _storm(pages: int, client: Client, **more: object) -> Storm:
    return Storm(pages, client, until_seconds=HOUR, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Row:
    """What came of a storm. A time is ``None`` where it did not come within an hour."""

    name: str
    pages: int
    half_live_seconds: float | None
    most_live_seconds: float | None
    """99 % of the pages."""
    all_live_seconds: float | None
    live_percent: float
    """At the end."""
    refused: int
    starved_seconds: float
    fresh_tokens: int


def row(name: str, storm: Storm, course: Course) -> Row:
    """The row of a storm's course."""
    half, most, everyone = (
        None if math.isinf(one) else one for one in map(course.seconds_until, (0.5, 0.99, 1.0))
    )
    return Row(
        name,
        storm.pages,
        half,
        most,
        everyone,
        live_percent=round(100 * int(course.live[-1]) / storm.pages, 2),
        refused=int(course.refused.sum()),
        starved_seconds=float(course.starved.sum() * storm.step_seconds),
        fresh_tokens=course.fresh_tokens,
    )

"""The threat model's figures are the code's, and its sums are right."""

from __future__ import annotations

import re
from typing import Any

import pytest

from components.checkout_saga.args import CheckoutSettings
from components.realtime_notifier.args import NotifierSettings
from components.realtime_notifier.functions import AUTHORIZER
from contract import limits, quotas
from functions.realtime.push.replay import PAGE_EVENTS, PAGE_SECONDS
from planning import prices
from planning.unit_counts import INVOCATION_SECONDS as SECONDS
from tests.support.repository import REPO_ROOT

TEXT = (REPO_ROOT / "docs" / "threat-model.md").read_text()
HOUR = 3600
MESSAGE, REQUEST, EVENTBRIDGE = prices.MESSAGE.amount, prices.REQUEST.amount, prices.EVENT.amount
"""Prices in dollars per million, but for the two that say otherwise."""
WRITE, READ, SQS = prices.WRITE.amount, prices.READ_UNIT.amount, prices.QUEUE_REQUEST.amount
GB_SECOND, LOG_GB = prices.GB_SECOND.amount * prices.MILLION, prices.LOG_GB.amount
OUT_GB = prices.OUT_GB.amount
CALL = prices.INVOCATION.amount + SECONDS * AUTHORIZER.memory_mib / 1024 * GB_SECOND
LOG, ACCESS_LOG = LOG_GB * 1.0, LOG_GB * 0.3


def default(settings: type[Any], field: str) -> Any:
    """The default of a component's Arg."""
    return settings.__dataclass_fields__[field].default


CONNECTS = default(NotifierSettings, "connect_rate_limit")
FRAMES = default(NotifierSettings, "throttling_rate_limit")
REQUESTS = default(CheckoutSettings, "throttling_rate_limit")
CONNECTIONS = default(NotifierSettings, "max_connections_per_user")
CHECKOUTS = default(CheckoutSettings, "checkouts_per_minute")
OPENING = quotas.NEW_CONNECTIONS.value
ACCOUNT = quotas.STEADY_RATE.value
REPLAYS = limits.MAX_REPLAYS_PER_MINUTE

HANDSHAKE = MESSAGE + CALL + LOG + ACCESS_LOG
RECONNECT = MESSAGE + 3 * (CALL + LOG) + 2 * WRITE + READ + 2 * ACCESS_LOG
ANSWERED = 2 * MESSAGE + CALL + LOG + ACCESS_LOG
NEVER_CALLED = 2 * MESSAGE + ACCESS_LOG
REFUSED = ANSWERED + 1.5 * READ + WRITE
PROOF = ANSWERED + 1.5 * READ
ORDER = 118.0
GET_ORDER = REQUEST + CALL + READ + LOG + ACCESS_LOG
PUSHED = EVENTBRIDGE + 1.2 * SQS + 0.02 + SECONDS * 0.5 * GB_SECOND + 2.13 + READ + MESSAGE


def too_many(lines: int) -> float:
    """A checkout that is answered 429."""
    return REQUEST + CALL + (1 + lines) * READ + WRITE + LOG + ACCESS_LOG


def products(units: float, sent_kb: int) -> float:
    """An answer of GET /products."""
    return REQUEST + CALL + units * READ + LOG + ACCESS_LOG + sent_kb * OUT_GB


def hourly(per_second: float, per_million: float) -> str:
    """Dollars of an hour, as the text has them."""
    return f"{per_second * HOUR / 1e6 * per_million:.2f}"


def lambda_hour(runs: float) -> float:
    """Dollars for an hour of so many runs at once."""
    return runs * AUTHORIZER.memory_mib / 1024 * HOUR * GB_SECOND / 1e6


def replayed(posts_per_second: float, runs: float, writes: int = 0) -> str:
    """Dollars of an hour of posts, with reads of a quarter unit each."""
    posts = posts_per_second * HOUR / 1e6
    writing = writes * WRITE / 1e6
    return f"{posts * (MESSAGE + 0.25 * READ) + lambda_hour(runs) + writing:.2f}"


ROWS = {
    "bad-token handshakes": (hourly(OPENING, HANDSHAKE), hourly(CONNECTS, HANDSHAKE)),
    "reconnect loop of a buyer": (
        hourly(OPENING, RECONNECT), hourly(CONNECTS, RECONNECT),
        hourly(CONNECTS, RECONNECT + MESSAGE),
    ),
    "unknown frames": (hourly(FRAMES, ANSWERED), hourly(FRAMES, NEVER_CALLED)),
    "the same with 128 KB": (hourly(FRAMES, ANSWERED + 3), hourly(FRAMES, NEVER_CALLED + 3)),
    "`resume` from 0": (
        replayed(ACCOUNT, 20 * CONNECTIONS),
        replayed(REPLAYS / 60 * PAGE_EVENTS, REPLAYS / 60 * PAGE_SECONDS, writes=2 * 60 * REPLAYS),
    ),
    "`resume` that is refused": (hourly(CONNECTS, REFUSED),),
    "`resume` that misses nothing": (hourly(FRAMES, ANSWERED), hourly(CONNECTS, PROOF)),
    "`POST /checkout`, new orders": (
        hourly(REQUESTS, ORDER).removesuffix(".00"), hourly(CHECKOUTS / 60, ORDER),
    ),
    "`POST /checkout`, refused": (hourly(REQUESTS, too_many(1)), hourly(REQUESTS, too_many(20))),
    "`GET /products` of a shop": (
        hourly(REQUESTS, products(38, 300) - ACCESS_LOG), hourly(REQUESTS, products(4, 30)),
        hourly(REQUESTS, 1000 * OUT_GB).removesuffix(".00"),
    ),
    "`GET /orders/…`": (
        hourly(REQUESTS, GET_ORDER - ACCESS_LOG), hourly(REQUESTS, GET_ORDER),
        hourly(REQUESTS, GET_ORDER - READ),
    ),
    "one user's orders on all connections": (
        hourly(CHECKOUTS / 60, CONNECTIONS), hourly(CHECKOUTS / 60, 100),
    ),
    "1,000 `realtime.push` events": (hourly(1000, PUSHED),),
}  # fmt: skip


@pytest.mark.parametrize("attack", ROWS)
def test_an_attack_costs_what_its_row_says(attack: str) -> None:
    (row,) = re.findall(rf"^\| {re.escape(attack)}[^|]*\|(.*)$", TEXT, re.MULTILINE)
    stated = [figure.rstrip(".") for figure in re.findall(r"\$([\d.]+)", row)]

    assert [figure for figure in ROWS[attack] if figure not in stated] == []


@pytest.mark.parametrize(
    "stated",
    [
        f"`connectRateLimit` | {CONNECTS}/s, bursts of {2 * CONNECTS}",
        f"each | {FRAMES:,}/s, bursts of {2 * FRAMES:,}",
        f"each route of the HTTP API | {REQUESTS}/s, bursts of {2 * REQUESTS:,}",
        f"WebSocket connections that open | {OPENING}/s",
        f"API Gateway's requests, with posts and looks | {ACCOUNT:,}/s",
        f"connections, `maxConnectionsPerUser` | {CONNECTIONS} |",
        f"new orders, `checkoutsPerMinute` | {CHECKOUTS} a minute",
        f"(`RESUME_COOLDOWN_SECONDS`) | once in {limits.RESUME_COOLDOWN_SECONDS} s",
        f"(`MAX_FRAMES_PER_MINUTE`) | {limits.MAX_FRAMES_PER_MINUTE} a minute",
        f"(`MAX_REPLAYS_PER_MINUTE`) | {REPLAYS} a minute",
        f"one answer to `resume` | {PAGE_EVENTS} posts or {PAGE_SECONDS:g} s",
        # The looks, a frame and a close.
        f"{CONNECTS} \u00d7 {CONNECTIONS + 2} = {CONNECTS * (CONNECTIONS + 2):,} requests a second",
    ],
)
def test_a_limit_is_the_codes(stated: str) -> None:
    assert stated in " ".join(TEXT.split())

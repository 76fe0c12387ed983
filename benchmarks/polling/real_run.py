"""A real session of a minute on the stage: pages that are pushed to, and pages that poll.

All have buyers of their own, one order each, and the same stage at the same time. When an outcome
was committed says the order itself.
"""

from __future__ import annotations

import contextlib
import random
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from benchmarks.polling import session
from contract.orders import PENDING
from local.local_stage import LocalStage
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage, Received

SECONDS = 60
PAGES = 12
"""Of each kind. Two cores run the stage, its functions and all pages."""
LAST_ORDER_SECONDS = 45
POLL_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 120
TRIES = 5


@dataclass(frozen=True)
class Page:
    """What one page did: the session's facts, for the simulation, and what was counted."""

    buyer: session.Buyer
    requests: int
    seconds_to_know: float
    latencies: tuple[float, ...]
    """Seconds of each of its polls."""


@dataclass(frozen=True)
class RealRun:
    """Both kinds of pages."""

    pushed: tuple[Page, ...]
    polled: tuple[Page, ...]
    order_id: str
    """An order of ``buyer``, who visited before all others."""
    buyer: Buyer


def run(stage: LocalStage, pages: int = PAGES, seconds: float = SECONDS) -> RealRun:
    """Open all pages, wait until the minute is over, count."""
    mark = secrets.token_hex(4)
    product = _product(stage, mark, 2 * pages + 1)
    emails = [f"{mark}-{number}@example.com" for number in range(2 * pages + 1)]
    first, *others = [
        Buyer(stage.outputs, one).sign_in()
        for one in seed_buyers(stage.client, stage.outputs, emails)
    ]
    # Its order starts every function once: a cold start is another figure's.
    warm = _Visit(first, product, 0, 1)
    warm.open_page()
    warm.pushed()
    chance = random.Random(16)  # noqa: S311 - nothing secret
    last = LAST_ORDER_SECONDS / SECONDS * seconds
    visits = [_Visit(buyer, product, chance.uniform(1, last), seconds) for buyer in others]
    for visit in visits[:pages]:
        visit.open_page()
    together = threading.Barrier(len(visits), timeout=LONGEST_WAIT_SECONDS)

    def stay(number: int) -> Page:
        together.wait()
        return visits[number].pushed() if number < pages else visits[number].polling()

    with ThreadPoolExecutor(len(visits)) as threads:
        done = list(threads.map(stay, range(len(visits))))
    return RealRun(tuple(done[:pages]), tuple(done[pages:]), warm.order_id, first)


class _Visit:
    """One buyer's page."""

    def __init__(self, buyer: Buyer, product: str, order_at: float, seconds: float) -> None:
        self._buyer, self._product = buyer, product
        self._order_at, self._seconds = order_at, seconds
        self._page: OpenPage
        self._opened = self._ordered = 0.0
        self.order_id = ""

    def open_page(self) -> None:
        """Connect and resume, before the session begins. A cold start may take its time."""
        for _ in range(TRIES - 1):
            with contextlib.suppress(TimeoutError):
                self._page = self._buyer.open_page()
                return
        self._page = self._buyer.open_page()

    def pushed(self) -> Page:
        """Order, and listen to the end."""
        page, self._opened = self._page, time.time()
        self._sleep_until(self._order_at)
        self._order()
        heard = self._outcome(page)
        known_at = time.time() - (time.monotonic() - heard.at)
        self._sleep_until(self._seconds)
        received = len(page.frames)
        page.close()
        # Sent: the handshake and the resume.
        return self._facts(2 + received, known_at, ())

    def polling(self) -> Page:
        """Ask each second, by timer, for as long as the page is open."""
        self._opened = time.time()
        latencies: list[float] = []
        known_at, ordered = 0.0, False
        for tick in range(1, int(self._seconds / POLL_SECONDS)):
            if not ordered and self._order_at <= tick * POLL_SECONDS:
                self._sleep_until(self._order_at)
                self._order()
                ordered = True
            self._sleep_until(tick * POLL_SECONDS)
            began = time.time()
            # Before the order there is nothing to ask for but an order that is not there.
            answer = self._buyer.order(self.order_id or "none")
            latencies.append(time.time() - began)
            if not known_at and answer.body.get("status", PENDING) not in (PENDING, 404):
                known_at = time.time()
        if not known_at:
            raise TimeoutError("the outcome came after the session: the machine is too busy")
        return self._facts(len(latencies), known_at, tuple(latencies))

    def _outcome(self, page: OpenPage) -> Received:
        """The order's event, whatever the outcome is: a busy machine lets charges time out."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            for received in [*page.frames]:
                if received.frame.get("subject") == self.order_id:
                    return received
            time.sleep(0.05)
        raise TimeoutError(f"no outcome within {LONGEST_WAIT_SECONDS} s")

    def _order(self) -> None:
        answer = self._buyer.check_out(self._product, f"{self._product}-{id(self)}")
        if answer.status != 202:
            raise RuntimeError(f"the shop answered {answer}")
        self.order_id = answer.body["orderId"]
        self._ordered = time.time()

    def _facts(self, requests: int, known_at: float, latencies: tuple[float, ...]) -> Page:
        answer = self._buyer.order(self.order_id)
        for _ in range(TRIES - 1):
            if answer.status == 200:
                break
            answer = self._buyer.order(self.order_id)
        ended = datetime.fromisoformat(answer.body["updatedAt"]).timestamp()
        phase = ((self._ordered - self._opened) / POLL_SECONDS) % 1
        facts = session.Buyer(self._ordered - self._opened, ended - self._opened, phase)
        return Page(facts, requests, known_at - ended, latencies)

    def _sleep_until(self, seconds: float) -> None:
        time.sleep(max(0.0, self._opened + seconds - time.time()))


def _product(stage: LocalStage, mark: str, units: int) -> str:
    """A product of this run's own."""
    product_id = f"bench-{mark}"
    item = {"productId": {"S": product_id}, "name": {"S": "Bench"}, "description": {"S": "A seat."},
            "unitPriceMinor": {"N": "990"}, "currency": {"S": "EUR"},
            "stock": {"N": str(units)}}  # fmt: skip
    stage.client("dynamodb").put_item(TableName=stage.outputs["products_table"], Item=item)
    return product_id

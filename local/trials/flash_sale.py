"""``make flash-sale``: many checkouts of few units at once, then a check of money and stock."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract.orders import FINALIZED, REFUNDED
from local.local_stage import LocalStage
from local.trials.buyer import Answer, Buyer
from local.trials.stored_state import net_minor, status_of, stock_of
from local.trials.throwaway_stage import MANY_CHECKOUTS, print_verdict, say, throwaway_stage
from operations.progress import progress

PRICE_MINOR = 990
SENDERS = 24
END_SECONDS = 900


@dataclass(frozen=True)
class FlashSale:
    """The results of the checkouts of one product."""

    statuses: Counter[str]
    events: Counter[str]
    money_minor: int
    units_left: int
    accepted_seconds: float
    ended_seconds: float

    def wrong(self, buyers: int, units: int) -> list[str]:
        """Everything that is not exact, in sentences."""
        sold = min(buyers, units)
        ends = {FINALIZED: sold, REFUNDED: buyers - sold}
        right = {status: number for status, number in ends.items() if number}
        checks = {
            "orders": (dict(self.statuses), right),
            "events on the page": (dict(self.events), right),
            "money kept": (self.money_minor, sold * PRICE_MINOR),
            "units left": (self.units_left, units - sold),
        }
        return [
            f"{what}: {found}, expected {expected}"
            for what, (found, expected) in checks.items()
            if found != expected
        ]


def flash_sale(project_dir: Path, buyers: int, units: int) -> int:
    """Run the sale on a stage of its own. 0 when all is exact, 1 with the reasons otherwise."""
    progress.say(f"{buyers} checkouts for {units} units of one product on a local stage")
    with throwaway_stage(project_dir, settings=MANY_CHECKOUTS) as stage:
        result = run_flash_sale(stage, buyers, units, say)
    progress.say(
        f"{dict(result.statuses)}, all accepted after {result.accepted_seconds:.1f} s, "
        f"all ended after {result.ended_seconds:.1f} s"
    )
    return print_verdict(result.wrong(buyers, units), "Money and stock are exact.")


def run_flash_sale(
    stage: LocalStage, buyers: int, units: int, say: Callable[[str], None] = lambda _: None
) -> FlashSale:
    """Put up a new product, check it out ``buyers`` times at once, wait until every order ends."""
    product = f"flash-sale-{secrets.token_hex(4)}"
    _put_product(stage, product, units)
    buyer = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()
    page = buyer.open_page()
    started = time.monotonic()
    orders = _check_out(buyer, product, buyers, say)
    accepted = time.monotonic() - started
    say(f"all accepted after {accepted:.1f} s")
    _wait_for_ends(page.frames, set(orders), say)
    ended = time.monotonic() - started
    page.close()
    return FlashSale(
        statuses=Counter(status_of(stage, order_id) for order_id in orders),
        events=Counter(_events(page.frames, set(orders)).values()),
        money_minor=sum(net_minor(stage, order_id) for order_id in orders),
        units_left=stock_of(stage, product),
        accepted_seconds=accepted,
        ended_seconds=ended,
    )


def _check_out(buyer: Buyer, product: str, times: int, say: Callable[[str], None]) -> list[str]:
    """The orders' ids. Raises ``RuntimeError`` unless every checkout was accepted."""
    answers: list[Answer] = []
    senders = ThreadPoolExecutor(SENDERS)
    try:
        for answer in senders.map(
            lambda n: buyer.check_out(product, f"{product}-{n}"), range(times)
        ):
            answers.append(answer)
            if len(answers) * 10 % times < 10:
                say(f"{len(answers):4} of {times} sent")
    finally:
        # Whoever interrupts the sale does not wait for answers: the stage's end ends the senders.
        senders.shutdown(wait=False, cancel_futures=True)
    refused = Counter(answer.status for answer in answers if answer.status != 202)
    if refused:
        raise RuntimeError(f"not every checkout was accepted: {dict(refused)}")
    return [str(answer.body["orderId"]) for answer in answers]


def _events(frames: list[Any], orders: set[str]) -> dict[str, str]:
    """Sequence -> status. Like a page, this drops copies of an event by their sequence."""
    return {
        received.frame["sequence"]: received.frame["data"]["status"]
        for received in frames
        if received.frame.get("subject") in orders
    }


def _wait_for_ends(frames: list[Any], orders: set[str], say: Callable[[str], None]) -> None:
    deadline = time.monotonic() + END_SECONDS
    tenths = -1
    while time.monotonic() < deadline:
        heard = {received.frame.get("subject") for received in list(frames)} & orders
        if len(heard) == len(orders):
            return
        if len(heard) * 10 // len(orders) != tenths:
            tenths = len(heard) * 10 // len(orders)
            say(f"{len(heard)} of {len(orders)} ended")
        time.sleep(0.2)
    raise TimeoutError(f"only {len(heard)} of {len(orders)} orders ended in {END_SECONDS} s")


def _put_product(stage: LocalStage, product_id: str, units: int) -> None:
    stage.client("dynamodb").put_item(
        TableName=stage.outputs["products_table"],
        Item={
            "productId": {"S": product_id},
            "name": {"S": "Flash sale"},
            "description": {"S": "What everybody wants at once."},
            "unitPriceMinor": {"N": str(PRICE_MINOR)},
            "currency": {"S": "EUR"},
            "stock": {"N": str(units)},
        },
    )

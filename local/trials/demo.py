"""``make demo``: two checkouts without a person, a timeline, a verdict."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from http import HTTPStatus
from pathlib import Path
from typing import Any

from contract.orders import EVENT_TYPE_PREFIX, FINALIZED, REFUNDED
from local.local_stage import LocalStage
from local.seed import PRODUCTS
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage, Received
from local.trials.stored_state import net_minor, stock_of
from local.trials.throwaway_stage import print_verdict, throwaway_stage
from operations.progress import progress

IN_STOCK, SOLD_OUT = "lamp-01", "vase-07"
QUIET_SECONDS = 1.0  # time in which a second copy of an event would arrive


def demo(project_dir: Path) -> int:
    """Run the demo on a stage of its own. 0 when everything agrees, otherwise 1."""
    progress.say("Local stage")
    with throwaway_stage(project_dir) as stage:
        with progress.doing("  the buyer signs in and opens the page"):
            buyer = Buyer(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()
            page = buyer.open_page()
        progress.say("\nWhat the buyer's open page sees")
        orders = {product: _buy(buyer, page, product) for product in (IN_STOCK, SOLD_OUT)}
        with progress.doing("  waiting for second copies; comparing payments and stock"):
            time.sleep(QUIET_SECONDS)
            page.close()
            wrong = verdict(stage, page.frames, orders[IN_STOCK], orders[SOLD_OUT])
    code = print_verdict(
        wrong, f"{FINALIZED} and {REFUNDED} arrived once each; payments and stock agree."
    )
    if not code:
        progress.say("\nNow see it in a browser: make up")
    return code


def _buy(buyer: Buyer, page: OpenPage, product_id: str) -> str:
    """Check out one product and print the timeline until its outcome; the order's id."""
    started = time.monotonic()
    with progress.doing(f"  ordering {product_id}"):
        answer = buyer.check_out(product_id, key=secrets.token_hex(16))
    taken, body = time.monotonic(), answer.body
    order_id = str(body.get("orderId"))
    seen = f"{body['status']} {order_id}" if answer.status == HTTPStatus.ACCEPTED else str(body)
    _line(started, taken, f"POST /checkout {product_id} -> {answer.status} {seen}")
    expected = FINALIZED if product_id == IN_STOCK else REFUNDED
    with progress.doing("  waiting for the outcome"):
        outcome = page.wait_for(EVENT_TYPE_PREFIX + expected.lower(), order_id)
    frame = outcome.frame
    said = " ".join(str(value) for key, value in frame["data"].items() if key != "orderId")
    _line(started, outcome.at, f"{frame['type']}  sequence {frame['sequence']}  {said}")
    return order_id


def _line(started: float, at: float, what: str) -> None:
    progress.say(f"  +{(at - started) * 1000:6.0f} ms  {what}")


def verdict(stage: LocalStage, frames: list[Received], finalized: str, refunded: str) -> list[str]:
    """Everything that is wrong, in sentences; empty when all agrees."""
    events = [received.frame for received in frames if "specversion" in received.frame]
    outcomes = {event["subject"]: event["data"]["status"] for event in events}
    wrong = []
    if outcomes != {finalized: FINALIZED, refunded: REFUNDED}:
        wrong.append(f"outcomes on the page are {outcomes}")
    for field in ("id", "sequence"):
        twice = [value for value, n in Counter(event[field] for event in events).items() if n > 1]
        if twice:
            wrong.append(f"event {field} {twice[0]} arrived twice")
    return wrong + _wrong_books(stage, finalized, refunded)


def _wrong_books(stage: LocalStage, finalized: str, refunded: str) -> list[str]:
    seeded: dict[str, Any] = {product["productId"]: product for product in PRODUCTS}
    price = seeded[IN_STOCK]["unitPriceMinor"]
    checks = {
        "money kept for the finalized order": (net_minor(stage, finalized), price),
        "money kept for the refunded order": (net_minor(stage, refunded), 0),
        f"stock of {IN_STOCK}": (stock_of(stage, IN_STOCK), seeded[IN_STOCK]["stock"] - 1),
        f"stock of {SOLD_OUT}": (stock_of(stage, SOLD_OUT), seeded[SOLD_OUT]["stock"]),
    }
    return [
        f"{what} is {found}, expected {expected}"
        for what, (found, expected) in checks.items()
        if found != expected
    ]

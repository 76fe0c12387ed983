"""Saga: end the order for good, and answer the event that tells the buyer.

Input ``{"order", "transition", "failure"?, "businessErrors"?}``. ``transition`` is one of

``finalize``
    FINALIZED, if that is not fenced off and the stored order is the one that was paid;
``fence_finalize``
    never FINALIZED from now on, unless it is already: nobody could tell after a lost answer;
``undo``
    REFUNDED, or what ``businessErrors`` says of the failure's error: everything was compensated;
``need_attention``
    NEEDS_ATTENTION, unless the order has ended;
``resolve``
    what needed attention was put right.

Of the order it reads ``orderId``, and to finalize ``amountMinor`` and ``currency``: any saga whose
orders have these, and are stored with them, ``userId`` and ``status`` PENDING, can end by it.
The same again answers the same event, with the time of the first commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.domain.field_parsing import require_int, require_mapping, require_text
from functions.checkout.domain.outcome import PENDING, Item, outcome_event, reason_of, undone_status
from functions.checkout.stores.order_outcomes import Outcomes
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE",)
TRANSITIONS = ("finalize", "fence_finalize", "undo", "need_attention", "resolve")


def commit_outcome(payload: Mapping[str, Any], outcomes: Outcomes) -> dict[str, Any]:
    """``{orderId, userId, status, event}``; ``event`` is null while the order is PENDING.

    Raises ``OutcomeRefused`` when the order ended otherwise, ``ValueError`` for another transition.
    """
    item = _stored_after(payload, outcomes)
    return {
        "orderId": item["orderId"],
        "userId": item["userId"],
        "status": item["status"],
        "event": None if item["status"] == PENDING else outcome_event(item),
    }


def _stored_after(payload: Mapping[str, Any], outcomes: Outcomes) -> Item:
    order = require_mapping("order", payload.get("order"))
    order_id = require_text(order, "orderId")
    transition, failure = payload.get("transition"), payload.get("failure")
    if transition == "finalize":
        return outcomes.finalize(
            order_id, require_int(order, "amountMinor"), require_text(order, "currency")
        )
    if transition == "fence_finalize":
        return outcomes.fence_finalize(order_id)
    if transition == "need_attention":
        return outcomes.need_attention(order_id, reason_of(failure))
    status = undone_status(failure, payload.get("businessErrors"))
    if transition == "undo":
        return outcomes.undo(order_id, status, reason_of(failure))
    if transition == "resolve":
        return outcomes.resolve(order_id, status, reason_of(failure))
    raise ValueError(f"transition must be one of {', '.join(TRANSITIONS)}, got {transition!r}")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return commit_outcome(event, Outcomes(environment.read("ORDERS_TABLE"), clock.now))

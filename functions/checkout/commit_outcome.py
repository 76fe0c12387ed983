"""Saga: end the order for good, and answer the event that tells the buyer.

Input ``{"order", "commit", "failure"?, "refusals"?}``. ``commit`` is one of

``finalize``
    FINALIZED, if it was not ruled out and the stored order is the one that was paid;
``rule_out``
    not FINALIZED any more, unless it is already: nobody could tell after a lost answer;
``undone``
    REFUNDED, or what ``refusals`` says of the failure's error: everything was compensated;
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

from functions.checkout.domain.failure_reason import reason_of
from functions.checkout.domain.field_parsing import mapping_of, text_of, whole_of
from functions.checkout.domain.outcome import outcome_event
from functions.checkout.stores.order_outcomes import Outcomes, undone_status
from functions.checkout.stores.orders import PENDING, Item
from functions.common import clock, environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE",)
COMMITS = ("finalize", "rule_out", "undone", "need_attention", "resolve")


def commit_outcome(payload: Mapping[str, Any], outcomes: Outcomes) -> dict[str, Any]:
    """``{orderId, userId, status, event}``; ``event`` is null while the order is PENDING.

    Raises ``OutcomeRefused`` when the order ended otherwise, ``ValueError`` for another commit.
    """
    item = _committed(payload, outcomes)
    return {
        "orderId": item["orderId"],
        "userId": item["userId"],
        "status": item["status"],
        "event": None if item["status"] == PENDING else outcome_event(item),
    }


def _committed(payload: Mapping[str, Any], outcomes: Outcomes) -> Item:
    order = mapping_of("order", payload.get("order"))
    order_id = text_of(order, "orderId")
    commit, failure = payload.get("commit"), payload.get("failure")
    if commit == "finalize":
        return outcomes.finalize(
            order_id, whole_of(order, "amountMinor"), text_of(order, "currency")
        )
    if commit == "rule_out":
        return outcomes.rule_out_finalized(order_id)
    if commit == "need_attention":
        return outcomes.need_attention(order_id, reason_of(failure))
    status = undone_status(failure, payload.get("refusals"))
    if commit == "undone":
        return outcomes.undo(order_id, status, reason_of(failure))
    if commit == "resolve":
        return outcomes.resolve(order_id, status, reason_of(failure))
    raise ValueError(f"commit must be one of {', '.join(COMMITS)}, got {commit!r}")


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    return commit_outcome(event, Outcomes(environment.read("ORDERS_TABLE"), clock.now))

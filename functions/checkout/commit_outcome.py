"""The outcome function: end the order, and answer the event that tells the buyer.

Input ``{"order", "transition", "failure"?, "businessErrors"?, "eventSource"?}``. A buyer reads the
name of the failure's error only if ``businessErrors`` has it. ``eventSource`` is the event's
``source``, which the row keeps from the order's end on, for the event bus. An execution that was
started before sagas had one sends none, and is the shop's.
``transition`` is one of

``finalize``
    End as FINALIZED, if the order is not fenced and has the amount that was paid.
``fence_finalize``
    Make FINALIZED impossible, unless the order is FINALIZED. The saga asks for this when the answer
    to ``finalize`` was lost: the order may or may not be FINALIZED.
``undo``
    Everything was compensated. End as the status that ``businessErrors`` has for the failure's
    error, else as REFUNDED.
``need_attention``
    End as NEEDS_ATTENTION, unless the order has ended.
``resolve``
    What needed attention is compensated now. Mark the order as resolved.

Any saga can use this function. Of its order the function reads ``orderId``, and to finalize
``amountMinor`` and ``currency``. The saga must have stored the order with these, ``userId`` and
``status`` PENDING. A repeat answers the same event, with the time of the first commit.

For a saga whose orders no table has, the function keeps them itself, if ``KEEP_ORDERS`` is set: it
first stores an order that it hears of for the first time. Of the order it then reads ``orderId``
and ``userId``, and nothing else: a field that it could refuse after the steps would leave a saga
that can never end.
"""

from __future__ import annotations

import os
from typing import Any, TypedDict

from contract.metrics import ORDERS_ENDED
from contract.orders import (
    EVENT_SOURCE,
    FENCE_FINALIZE,
    FINALIZE,
    NEED_ATTENTION,
    PENDING,
    RESOLVE,
    TRANSITIONS,
    UNDO,
)
from functions.checkout.domain.order import Order
from functions.checkout.domain.outcome import (
    OutcomeEvent,
    StoredOutcome,
    check_told,
    outcome_event,
    reason_of,
    undone_status,
)
from functions.checkout.stores.order_outcomes import Outcomes
from functions.common import clock, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import LambdaEvent
from functions.common.metrics import count
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("ORDERS_TABLE",)
KEEP_ORDERS = "KEEP_ORDERS"
_NOTHING_PAID = {"amountMinor": 0, "currency": "XXX"}
"""XXX is ISO 4217's code for no currency."""


class CommittedOutcome(TypedDict):
    """The order's present status; ``event`` is null while the order is PENDING."""

    orderId: str
    userId: str
    status: str
    event: OutcomeEvent | None


def commit_outcome(payload: LambdaEvent, outcomes: Outcomes) -> CommittedOutcome:
    """Make the transition that the payload asks for.

    Raises ``OutcomeRefused`` when the order ended otherwise, ``InvalidOrder`` for an order without
    the fields above, ``ValueError`` for an unknown transition and for other fields of wrong types.
    """
    source = payload.get("eventSource", EVENT_SOURCE)
    check_told(payload.get("failure"), payload.get("businessErrors"), source)
    item = _stored_after(payload, outcomes, source)
    # A row that ended before rows had a source takes it from the call.
    sourced: StoredOutcome = {"eventSource": source, **item}
    return {
        "orderId": item["orderId"],
        "userId": item["userId"],
        "status": item["status"],
        "event": None if item["status"] == PENDING else outcome_event(sourced),
    }


def _stored_after(payload: LambdaEvent, outcomes: Outcomes, source: str) -> StoredOutcome:
    order = payload.get("order")
    order_id = Order.read(order, "order_id")["order_id"]
    transition, failure = payload.get("transition"), payload.get("failure")
    if transition == FINALIZE:
        paid = Order.read(order, "amount_minor", "currency")
        return outcomes.finalize(order_id, **paid, source=source)
    if transition == FENCE_FINALIZE:
        return outcomes.fence_finalize(order_id)
    declared = payload.get("businessErrors")
    reason = reason_of(failure, declared)
    if transition == NEED_ATTENTION:
        return outcomes.need_attention(order_id, reason, source)
    status = undone_status(failure, declared)
    if transition == UNDO:
        return outcomes.undo(order_id, status, reason, source)
    if transition == RESOLVE:
        return outcomes.resolve(order_id, status, reason, source)
    raise ValueError(f"transition must be one of {', '.join(TRANSITIONS)}, got {transition!r}")


def commit_kept_outcome(payload: LambdaEvent, outcomes: Outcomes) -> CommittedOutcome:
    """The same for an order that nobody has stored. The row says that nothing was paid."""
    ids = Order.read(payload.get("order"), "order_id", "user_id")
    order = {"orderId": ids["order_id"], **_NOTHING_PAID}
    outcomes.keep(**ids, **Order.read(order, "amount_minor", "currency"))
    return commit_outcome({**payload, "order": order}, outcomes)


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> CommittedOutcome:
    commit = commit_kept_outcome if os.environ.get(KEEP_ORDERS) else commit_outcome
    outcomes = Outcomes(environment.read("ORDERS_TABLE"), clock.now)
    answer = commit(event, outcomes)
    if outcomes.ended_as:
        count(ORDERS_ENDED[outcomes.ended_as])
    return answer


at_init(table_client)

"""How an order can end: its status, the reason that the buyer sees, the outcome event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from contract.orders import (
    EVENT_SOURCE,
    EVENT_TYPE_PREFIX,
    PROCESSING_FAILED,
    REFUNDED,
    UNDONE_STATUSES,
    VERIFICATION_PRODUCT,
)
from functions.checkout.domain.rules import is_unicode, kind_of


class Failure(TypedDict, total=False):
    """What ended a saga, as Step Functions' Catch writes it."""

    Error: str
    Cause: str
    """Free text, possibly a stack trace: for logs, never for buyers."""


class StoredOutcome(TypedDict):
    """What ending an order needs of its row, whichever team's saga stored it."""

    orderId: str
    userId: str
    status: str
    amountMinor: int
    currency: str
    finalizeFencedAt: NotRequired[str]
    committedAt: NotRequired[str]
    """Set in every status but PENDING."""
    eventSource: NotRequired[str]
    """The ``source`` of the saga that ended the order. A row without one is the shop's."""
    reason: NotRequired[str]
    lines: NotRequired[object]
    """The shop's rows have them, those of other sagas need not."""


class OutcomeData(TypedDict):
    """The outcome event's ``data``."""

    orderId: str
    status: str
    reason: NotRequired[str]
    verification: NotRequired[bool]
    """True when ``make verify`` placed the order, else absent: no buyer has paid."""


class OutcomeEvent(TypedDict):
    """The event that tells the buyer how the order ended."""

    id: str
    source: str
    type: str
    subject: str
    time: str
    data: OutcomeData


def check_told(failure: object, business_errors: object, source: object) -> None:
    """``ValueError`` for what no saga tells of an order's end. To be called before a write: a
    defect that shows only in the answer would leave an order that ended and a saga that failed.
    """
    for name, value in (("failure", failure), ("businessErrors", business_errors)):
        if value is not None and not isinstance(value, Mapping):
            raise ValueError(f"{name} must be an object or null, got {kind_of(value)}")
        if not all(map(is_unicode, value or ())):
            raise ValueError(f"{name} has a name with half of a surrogate pair; use Unicode text")
    if not isinstance(source, str) or not source or not is_unicode(source):
        raise ValueError(f"eventSource must be a text that is not empty, got {kind_of(source)}")


def undone_status(failure: Failure | None, business_errors: Mapping[str, str] | None) -> str:
    """The status of a compensated order: that of the business error that ended it, else REFUNDED.

    ``ValueError`` for a business error that maps to a status in which money could be missing.
    """
    error = str((failure or {}).get("Error", ""))
    status = (business_errors or {}).get(error, REFUNDED)
    if status not in UNDONE_STATUSES:
        raise ValueError(
            f"business error {error!r} maps to {status!r}; allowed are {', '.join(UNDONE_STATUSES)}"
        )
    return status


def reason_of(failure: Failure | None, business_errors: Mapping[str, str] | None) -> str | None:
    """A code fit for the buyer: an error that the saga declares, else ``ProcessingFailed``.

    How a name looks decides nothing. All other errors (``States.Timeout``, ``KeyError``) concern
    operators and tell a buyer nothing.
    """
    if not failure:
        return None
    error = str(failure.get("Error", ""))
    return error if error in (business_errors or {}) else PROCESSING_FAILED


def outcome_event(item: StoredOutcome) -> OutcomeEvent:
    """The event of an order that has ended. ``KeyError`` while the order is PENDING.

    Equal for equal rows. Its id is made of order and status, so that a repeat can be recognised.
    ``source`` tells the orders of one saga from those of another with the same ids.
    """
    order_id, status = item["orderId"], item["status"]
    data: OutcomeData = {"orderId": order_id, "status": status}
    if "reason" in item:
        data["reason"] = item["reason"]
    if _is_verification(item.get("lines")):
        data["verification"] = True
    return {
        "id": f"{order_id}:{status}",
        "source": item.get("eventSource", EVENT_SOURCE),
        "type": f"{EVENT_TYPE_PREFIX}{status.lower()}",
        "subject": order_id,
        "time": item["committedAt"],
        "data": data,
    }


def _is_verification(lines: object) -> bool:
    """Whether every line is of a product that ``make verify`` made."""
    if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
        return False
    return all(
        isinstance(line, Mapping)
        and re.fullmatch(VERIFICATION_PRODUCT, str(line.get("productId"))) is not None
        for line in lines
    )

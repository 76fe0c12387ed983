"""How an order can end: its statuses, the reason that a buyer is told, the event that tells it.

``failure`` is ``{"Error", "Cause"}`` as Step Functions' Catch writes it. The Cause is free text,
possibly a stack trace: it is for logs, never for buyers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PENDING = "PENDING"
FINALIZED, NEEDS_ATTENTION = "FINALIZED", "NEEDS_ATTENTION"
UNDONE_STATUSES = ("REFUNDED", "DECLINED")
TERMINAL_STATUSES = (FINALIZED, *UNDONE_STATUSES, NEEDS_ATTENTION)
SOURCE = "checkout"
UNFORESEEN = "ProcessingFailed"
_BUSINESS_CODE = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_TECHNICAL_SUFFIXES = ("Error", "Exception", "Busy", "Mismatch", "Conflict", "Blocked", "Refused")

Item = dict[str, Any]
"""An order as it is stored: ``stores/orders.py`` has its fields."""


def undone_status(
    failure: Mapping[str, Any] | None, business_errors: Mapping[str, str] | None
) -> str:
    """The status of a compensated order: that of the business error which ended it, else REFUNDED.

    ``ValueError`` for a business error that maps to a status in which money could be missing.
    """
    error = str((failure or {}).get("Error", ""))
    status = (business_errors or {}).get(error, "REFUNDED")
    if status not in UNDONE_STATUSES:
        raise ValueError(
            f"business error {error!r} maps to {status!r}; allowed are {', '.join(UNDONE_STATUSES)}"
        )
    return status


def reason_of(failure: Mapping[str, Any] | None) -> str | None:
    """A code fit for the buyer: the business error's name, else ``ProcessingFailed``.

    Names of technical errors (``States.Timeout``, ``KeyError``, ``Lambda.Unknown``) are an
    operator's matter and say nothing to a buyer.
    """
    if not failure:
        return None
    error = str(failure.get("Error", ""))
    if _BUSINESS_CODE.fullmatch(error) and not error.endswith(_TECHNICAL_SUFFIXES):
        return error
    return UNFORESEEN


def outcome_event(item: Item) -> dict[str, Any]:
    """The event of an order that has ended; a pure function of the stored item.

    Its id is the order's and the status's, so that who gets it twice can tell.
    """
    order_id, status = item["orderId"], item["status"]
    data = {"orderId": order_id, "status": status}
    if "reason" in item:
        data["reason"] = item["reason"]
    return {
        "id": f"{order_id}:{status}",
        "source": SOURCE,
        "type": f"order.{status.lower()}",
        "subject": order_id,
        "time": item["committedAt"],
        "data": data,
    }

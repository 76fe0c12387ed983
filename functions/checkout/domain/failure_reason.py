"""What a saga step is invoked with: ``{"orderId", "order", "step", "executionName", "failure"?}``.

``failure`` is ``{"Error", "Cause"}`` as Step Functions' Catch writes it. The Cause is free text,
possibly a stack trace: it is for logs, never for buyers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

UNFORESEEN = "ProcessingFailed"
_BUSINESS_CODE = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_TECHNICAL_SUFFIXES = ("Error", "Exception", "Busy", "Mismatch", "Conflict", "Blocked", "Refused")


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

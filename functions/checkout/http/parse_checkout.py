"""Reads the HTTP request ``POST /checkout``. Pure. The order's fields are ``domain``'s matter."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from functions.checkout.domain.order_request import IDEMPOTENCY_KEY, OrderRequest
from functions.checkout.http.problems import ProblemError
from functions.common.lambda_types import JsonObject


def parse(headers: Mapping[str, str], body: str | None, is_base64: bool = False) -> OrderRequest:
    """Check everything that can be checked without the products table.

    Raises ``ProblemError`` 400 for a request that cannot be read (no key, no JSON), and
    ``RefusedOrderError`` for one that asks for something impossible.
    """
    key = _idempotency_key(headers)
    return OrderRequest.from_body(key, _document(body, is_base64))


def _idempotency_key(headers: Mapping[str, str]) -> str:
    # HTTP APIs hand header names over in lower case, other callers may not.
    values = [value for name, value in headers.items() if name.lower() == "idempotency-key"]
    key = ",".join(values).strip()
    if not key:
        raise ProblemError(
            400,
            "idempotency-key-missing",
            "Send an Idempotency-Key header: a new one per order, the same one when repeating.",
        )
    if not IDEMPOTENCY_KEY.allows(key):
        raise ProblemError(
            400,
            "idempotency-key-invalid",
            f"Idempotency-Key must be {IDEMPOTENCY_KEY.meaning}; it has {len(key)} characters.",
        )
    return key


def _document(body: str | None, is_base64: bool) -> JsonObject:
    try:
        text = base64.b64decode(body or "", validate=True).decode() if is_base64 else body or ""
        document = json.loads(text)
    except (ValueError, RecursionError):  # ValueError covers JSON, UTF-8, base64 and huge numbers
        raise ProblemError(400, "malformed-json", "The body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise ProblemError(400, "malformed-json", "The body must be a JSON object.")
    return document

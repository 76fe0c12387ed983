"""Parsing of ``POST /checkout``: pure, nothing here talks to AWS.

The body is ``{"lines": [{"productId", "quantity"}], "paymentToken"?, "currency"?}``. Every other
field is ignored, a price above all: what counts is the price in the shop's own table. A currency
is what the buyer believes to pay in: an order in another one is refused.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from functions.checkout.domain.order_request import OrderRequest, RequestedLine
from functions.checkout.http.problems import ProblemError

MAX_LINES = 20
"""Lines of one order; with the step's record they fit one DynamoDB transaction (100 items)."""
MAX_QUANTITY = 99
MAX_KEY_LENGTH = 128
DEFAULT_PAYMENT = "tok_ok"

_KEY = re.compile(rf"[\x20-\x7e]{{1,{MAX_KEY_LENGTH}}}")
_PRODUCT_ID = re.compile(r"[\x21-\x7e]{1,128}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PAYMENT_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,128}")


def parse(headers: Mapping[str, str], body: str | None, is_base64: bool = False) -> OrderRequest:
    """Check everything that can be checked without the product table.

    Raises
    ------
    ProblemError
        400 when the request cannot be read (no key, no JSON), 422 when it can but asks for
        something impossible. The detail names the field, the limit and the value where short.
    """
    key = _idempotency_key(headers)
    document = _document(body, is_base64)
    return OrderRequest(
        key, _lines(document.get("lines")), _payment_token(document), _currency(document)
    )


def _idempotency_key(headers: Mapping[str, str]) -> str:
    # HTTP APIs answer header names in lower case, other callers may not.
    named = {name.lower(): value for name, value in headers.items()}
    key = named.get("idempotency-key", "").strip()
    if not key:
        raise ProblemError(
            400,
            "idempotency-key-missing",
            "Send an Idempotency-Key header: a new one per order, the same one when repeating.",
        )
    if not _KEY.fullmatch(key):
        raise ProblemError(
            400,
            "idempotency-key-invalid",
            f"Idempotency-Key must be 1 to {MAX_KEY_LENGTH} printable ASCII characters; "
            f"it has {len(key)} characters.",
        )
    return key


def _document(body: str | None, is_base64: bool) -> Mapping[str, Any]:
    try:
        text = base64.b64decode(body or "", validate=True).decode() if is_base64 else body or ""
        document = json.loads(text)
    except (ValueError, RecursionError):  # ValueError covers JSON, UTF-8, base64 and huge numbers
        raise ProblemError(400, "malformed-json", "The body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise ProblemError(400, "malformed-json", "The body must be a JSON object.")
    return document


def _lines(value: object) -> tuple[RequestedLine, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        _refuse("no-lines", "lines must be a list of 1 or more {productId, quantity}.")
    if len(value) > MAX_LINES:
        _refuse("too-many-lines", f"An order has at most {MAX_LINES} lines, not {len(value)}.")
    lines = tuple(_line(index, line) for index, line in enumerate(value))
    ids = [line.product_id for line in lines]
    duplicates = sorted({product_id for product_id in ids if ids.count(product_id) > 1})
    if duplicates:
        _refuse(
            "duplicate-lines",
            f"Each product may appear once, in one quantity. Repeated: {', '.join(duplicates)}.",
        )
    return lines


def _line(index: int, value: object) -> RequestedLine:
    if not isinstance(value, Mapping):
        _refuse("invalid-line", f"lines[{index}] must be an object with productId and quantity.")
    product_id, quantity = value.get("productId"), value.get("quantity")
    if not isinstance(product_id, str) or not _PRODUCT_ID.fullmatch(product_id):
        _refuse("invalid-product-id", f"lines[{index}].productId is not a product's id.")
    # bool is an int in Python; 1.0 and "1" are refused too, a shop does not guess quantities.
    if type(quantity) is not int or not 1 <= quantity <= MAX_QUANTITY:
        _refuse(
            "invalid-quantity",
            f"lines[{index}].quantity must be a whole number from 1 to {MAX_QUANTITY}.",
        )
    return RequestedLine(product_id, quantity)


def _payment_token(document: Mapping[str, Any]) -> str:
    token = document.get("paymentToken", DEFAULT_PAYMENT)
    if not isinstance(token, str) or not _PAYMENT_TOKEN.fullmatch(token):
        _refuse("invalid-payment-token", "paymentToken must be the token your payment form gave.")
    return token


def _currency(document: Mapping[str, Any]) -> str | None:
    currency = document.get("currency")
    if currency is not None and not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
        _refuse("invalid-currency", "currency must be three capital letters, such as EUR.")
    return currency


def _refuse(code: str, detail: str) -> NoReturn:
    """Raise the 422 of a request that can be read and asks for something impossible."""
    raise ProblemError(422, code, detail)

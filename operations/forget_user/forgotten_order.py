"""An order without its buyer: a record for the books. Pure.

What stays is listed, and everything else goes: a field that a team adds to its orders, such as a
gift note or an engraving, is erased unless it is listed here.
"""

from __future__ import annotations

import secrets

from operations.table_rows import Row

KEPT = (
    "orderId", "status", "lines", "amountMinor", "currency", "createdAt", "updatedAt",
    "finalizeFencedAt", "committedAt", "eventSource", "reason", "resolvedAs", "resolvedAt",
)  # fmt: skip
"""What was sold, for how much, when, and how it ended."""
KEPT_OF_A_LINE = ("productId", "quantity", "unitPriceMinor")
FORGOTTEN = "forgotten"
"""In the place of the request's fingerprint, a hash of what the buyer chose. A repeat of the
request is refused as a reused key, and makes no second order."""


def forgotten(row: Row) -> Row:
    """The row with a random text as its ``userId``, the same for no two orders.

    No token has it as its ``sub``, so nobody can read the order, and nothing leads back.
    """
    kept: Row = {name: value for name, value in row.items() if name in KEPT}
    lines = row.get("lines", {}).get("L")
    if lines is not None:
        kept["lines"] = {"L": [_line(line) for line in lines]}
    return {
        **kept,
        "userId": {"S": f"{FORGOTTEN}-{secrets.token_hex(16)}"},
        "requestFingerprint": {"S": FORGOTTEN},
    }


def _line(line: Row) -> Row:
    fields = line.get("M", {})
    return {"M": {name: value for name, value in fields.items() if name in KEPT_OF_A_LINE}}

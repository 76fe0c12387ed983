"""What a buyer asked for: read and checked, not yet priced."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestedLine:
    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """What a client asked for."""

    idempotency_key: str
    lines: tuple[RequestedLine, ...]
    payment_token: str
    currency: str | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for equal wishes: independent of the order of lines, white space and prices."""
        wish = [sorted((line.product_id, line.quantity) for line in self.lines), self.payment_token]
        return hashlib.sha256(json.dumps(wish).encode()).hexdigest()

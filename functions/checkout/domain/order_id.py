"""The order's id, derived from the buyer and the request's ``Idempotency-Key``."""

from __future__ import annotations

import hashlib


def derive_order_id(user_id: str, idempotency_key: str) -> str:
    """The order's id and its execution's name: one key of one user is always one order."""
    digest = hashlib.sha256(f"{user_id}\n{idempotency_key}".encode()).hexdigest()
    return f"ord-{digest[:40]}"

"""An order as the orders table has it: what was ordered, and how that went."""

from __future__ import annotations

from dataclasses import field

from contract.orders import PENDING, TERMINAL_STATUSES, UNDONE_STATUSES
from functions.checkout.domain.order import NAME, TIMESTAMP, Order
from functions.checkout.domain.rules import Text
from functions.checkout.domain.wire import declared, wire

STATUS = Text("|".join((PENDING, *TERMINAL_STATUSES)), "a status of an order")
UNDONE_STATUS = Text("|".join(UNDONE_STATUSES), "a status of an undone order")


@declared
class StoredOrder(Order):
    """Declares the row of the orders table.

    ``Orders.create`` writes it, and ``shown`` selects from it. A row is read as it is stored.
    """

    status: str = field(metadata=wire(STATUS, shown=True))
    created_at: str = field(metadata=wire(TIMESTAMP, shown=True))
    updated_at: str = field(metadata=wire(TIMESTAMP, shown=True))
    request_fingerprint: str = field(metadata=wire(NAME))
    finalize_fenced_at: str | None = field(default=None, metadata=wire(TIMESTAMP))
    committed_at: str | None = field(default=None, metadata=wire(TIMESTAMP))
    event_source: str | None = field(default=None, metadata=wire(NAME))
    reason: str | None = field(default=None, metadata=wire(NAME, shown=True))
    resolved_as: str | None = field(default=None, metadata=wire(UNDONE_STATUS, shown=True))
    resolved_at: str | None = field(default=None, metadata=wire(TIMESTAMP, shown=True))

"""How a stored order ended, and whether its money and stock are where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract.orders import FINALIZED, NEEDS_ATTENTION, UNDONE_STATUSES

# Money and stock of an order with one of these statuses are settled, whatever its saga did
# afterwards (components/saga/state_machine_definition.py). Each status is written once, by the
# state that follows all the work which the status reports, and never changes again.
# - FINALIZED is written after every step. Nothing of a finalized order is ever undone.
# - REFUNDED and DECLINED are written after the compensation of every step that was started. A
#   compensation that fails leads to another state than this commit. A compensation that succeeded
#   is recorded and blocks its step, so that a late charge is refused.
# - NEEDS_ATTENTION says that something could not be undone. ``resolvedAs`` says that it was undone
#   in the end: the recovery writes it after all compensations, and so does an operator who follows
#   the runbook by hand.
# The saga may still have to notify the buyer: operations/notify_buyers.py.
# An order that is PENDING, or has a status unknown to this list, is not settled.
ENDED_WELL = (FINALIZED, *UNDONE_STATUSES)


@dataclass(frozen=True)
class StoredOrder:
    """``resolved_as`` says how an order that needed attention was resolved; None if it was not."""

    status: str
    resolved_as: str | None = None

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> StoredOrder:
        """Read the item of ``OrdersTable``."""
        return cls(str(item["status"]), item.get("resolvedAs"))

    @property
    def settled(self) -> bool:
        """True when neither money nor stock of the order is left to be moved."""
        if self.status == NEEDS_ATTENTION:
            return self.resolved_as is not None
        return self.status in ENDED_WELL

    def __str__(self) -> str:
        return f"{self.status}, resolved as {self.resolved_as}" if self.resolved_as else self.status

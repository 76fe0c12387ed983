"""An order as its table has it, and whether its money and stock are where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Why these are settled whatever became of the saga (components/saga/state_machine_definition.py):
# each status is written once, by the state that comes after all the work it speaks of, and changes
# no more.
# - FINALIZED comes after every step, and cannot be fenced off any more: nothing is ever undone.
# - REFUNDED and DECLINED come after the compensation of every step that was started. A
#   compensation that fails leads away from that commit, never on to it; one that answered is
#   recorded and blocks its step, so not even a charge that was still on its way can follow.
# - NEEDS_ATTENTION is written *because* something could not be undone. Only ``resolvedAs``,
#   which the recovery writes after all compensations (so does who goes the runbook's way by
#   hand), says that it was in the end.
# What a saga may leave undone after these writes is telling the buyer: operations/notify_buyers.py.
# PENDING, and any status that this list does not know, is never settled.
ENDED_WELL = ("FINALIZED", "REFUNDED", "DECLINED")
NEEDS_ATTENTION = "NEEDS_ATTENTION"


@dataclass(frozen=True)
class StoredOrder:
    """``resolved_as`` says how an order that needed attention was put right, if it was."""

    status: str
    resolved_as: str | None = None

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> StoredOrder:
        """Read DynamoDB's item."""
        return cls(str(item["status"]["S"]), item.get("resolvedAs", {}).get("S"))

    @property
    def settled(self) -> bool:
        """Neither money nor stock is left to be moved."""
        if self.status == NEEDS_ATTENTION:
            return self.resolved_as is not None
        return self.status in ENDED_WELL

    def __str__(self) -> str:
        return f"{self.status}, resolved as {self.resolved_as}" if self.resolved_as else self.status

"""The ends of an order, and what has to happen for each: all are run by the real handlers."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """How one order is made to end so."""

    token: str = "tok_ok"
    stock: int = 5
    """Units of each product. The order wants two of one and one of the other."""
    differs: bool = False
    """Whether the execution's order has another amount than the stored one."""
    broken: str = ""
    """The function that fails until an operator has mended it, and redrives."""

    def changed(self, started: Any) -> Any:
        """The execution's input."""
        given = copy.deepcopy(started)
        if self.differs:
            order = given["order"]
            left_out = order["lines"].pop()
            order["amountMinor"] -= left_out["quantity"] * left_out["unitPriceMinor"]
        return given


OUTCOMES: dict[str, Outcome] = {
    "FINALIZED": Outcome(),
    "DECLINED": Outcome(token="tok_declined"),
    "REFUNDED, out of stock": Outcome(stock=1),
    "REFUNDED, the charge timed out": Outcome(token="tok_timeout"),
    "REFUNDED, the commit was refused": Outcome(differs=True),
    "NEEDS_ATTENTION, the refund was broken, mended and redriven": Outcome(
        stock=1, broken="refund_payment"
    ),
}
"""By the names that docs/costs.md has."""

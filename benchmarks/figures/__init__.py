"""The figures, in the order in which they run and stand in the table.

Each module has ``TITLE`` and ``measure(bench)``, which answers its ``Figure``.
"""

from __future__ import annotations

FIGURES: tuple[str, ...] = (
    "authorizer",
    "fan-out",
    "contention",
    "program",
)
FIGURES: tuple[str, ...] = ("outcome-to-receipt", "fan-out", "contention")
FIGURES: tuple[str, ...] = ("fan-out", "order-cost")
FIGURES: tuple[str, ...] = ("fan-out", "client")
FIGURES: tuple[str, ...] = ("push-against-polling", "authorizer", "fan-out")
"""By name, as ``make bench ONLY=`` takes them. The module has ``_`` where the name has ``-``."""

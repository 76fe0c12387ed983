"""The figures, in the order in which they run and stand in the table.

Each module has ``TITLE`` and ``measure(bench)``, which answers its ``Figure``.
"""

from __future__ import annotations

FIGURES: tuple[str, ...] = (
    "outcome-to-receipt",
    "push-against-polling",
    "cold-start",
    "authorizer",
    "fan-out",
    "contention",
    "order-cost",
    "program",
    "client",
)
"""By name, as ``make bench ONLY=`` takes them. The module has ``_`` where the name has ``-``."""

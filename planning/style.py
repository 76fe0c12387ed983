"""How every plot of the docs looks. The same figures give the same bytes."""

from __future__ import annotations

from typing import Any


def style(salt: str) -> dict[Any, Any]:
    """Settings for matplotlib. The salt keeps the ids within a plot the same."""
    return {
        "svg.hashsalt": salt, "font.size": 9, "axes.grid": True, "grid.alpha": 0.3,
        "figure.constrained_layout.use": True,
    }  # fmt: skip

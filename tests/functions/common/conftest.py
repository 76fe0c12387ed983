"""The shop on moto."""

from __future__ import annotations

from tests.support.fixtures import shop

__all__ = ["shop"]

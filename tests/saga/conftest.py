from __future__ import annotations

from tests.functions.checkout.conftest import shop

__all__ = ["shop"]

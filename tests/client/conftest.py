"""The fixtures of the client's tests."""

from __future__ import annotations

from tests.support.chromium import shared_chromium

__all__ = ["shared_chromium"]

"""What every test can rely on, whichever test ran before it in the same process."""

from __future__ import annotations

import asyncio

import pytest

# Made before the tests are collected: outputs among their parameters belong to this loop.
LOOP = asyncio.new_event_loop()
asyncio.set_event_loop(LOOP)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Pulumi's outputs take the thread's event loop, and ``asyncio.run`` of a test leaves none."""
    asyncio.set_event_loop(LOOP)

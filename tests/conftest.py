"""What every test can rely on, whichever test ran before it in the same process."""

from __future__ import annotations

import asyncio
import gc

import pytest

# Made before the tests are collected: outputs among their parameters belong to this loop.
LOOP = asyncio.new_event_loop()
asyncio.set_event_loop(LOOP)

# Most of what lives is the tests' modules: to look through them all again and again takes time.
gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """What the tests' modules made stays until the end: no collection need look at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Pulumi's outputs take the thread's event loop, and ``asyncio.run`` of a test leaves none."""
    asyncio.set_event_loop(LOOP)

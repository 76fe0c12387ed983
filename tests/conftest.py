"""What every test can rely on, whichever test ran before it in the same process."""

from __future__ import annotations

import asyncio
import functools
import gc
import signal

import botocore.loaders
import pytest

# Made before the tests are collected: outputs among their parameters belong to this loop.
LOOP = asyncio.new_event_loop()
asyncio.set_event_loop(LOOP)

# moto gives each test a session of its own, and a session reads AWS's models from the disk again.
botocore.loaders.create_loader = functools.cache(botocore.loaders.create_loader)

# A shell starts background jobs with SIGINT ignored, and children inherit that. A test that stops a
# command by SIGINT would wait for a command that cannot hear it.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Most of what lives is the tests' modules: to look through them all again and again takes time.
gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """What a module makes once for its tests, one worker makes: not each worker for itself."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None and _makes_once(item):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def _makes_once(item: pytest.Function) -> bool:
    """Whether the test's module has a cached function or a fixture for the whole module."""
    name = item.module.__name__
    return any(
        getattr(value, "__module__", "") == name
        and (
            hasattr(value, "cache_info")
            or getattr(getattr(value, "_fixture_function_marker", None), "scope", "") == "module"
        )
        for value in vars(item.module).values()
    )


def pytest_collection_finish() -> None:
    """What the tests' modules made stays until the end: no collection need look at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Pulumi's outputs take the thread's event loop, and ``asyncio.run`` of a test leaves none."""
    asyncio.set_event_loop(LOOP)

"""One emulator for the tests that ask it something and change nothing of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.emulator.process import Emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator("us-east-1") as running:
        running.wait_until_ready()
        yield running

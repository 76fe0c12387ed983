"""The last lines of ``make up``: where everything is, and at the end the address to open."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local.up import addresses

STAGE: Any = SimpleNamespace(
    outputs_path=Path(".local/outputs.json"),
    outputs={
        "http_url": "http://127.0.0.1:4566/api",
        "websocket_url": "ws://127.0.0.1:4566/live",
        "storefront_url": "http://127.0.0.1:8080",
        "demo_buyers": [
            {"email": "ada@example.com", "password": "one"},
            {"email": "newcomer@example.com", "password": "two", "temporary": True},
        ],
    },
)


def test_the_address_to_open_stands_last_and_plain_in_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = addresses(STAGE, [])

    assert lines[-1] == "Shop page: http://127.0.0.1:8080  Ctrl-C stops the stage. Function logs:"
    assert "    ada@example.com  one" in lines
    assert "    newcomer@example.com  two  (temporary: the page asks for a new one)" in lines
    assert not any("Your page" in line for line in lines)


def test_a_page_of_ones_own_is_named() -> None:
    assert (
        "  Your page   http://localhost:5173 may use this stage"
        in addresses(STAGE, ["http://localhost:5173"])
    )  # fmt: skip

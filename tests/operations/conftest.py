"""A stage on AWS, and its outputs in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stubbed_aws import OUTPUTS, Aws


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    stubbed = Aws(monkeypatch)
    yield stubbed
    for stub in stubbed.stubs.values():
        stub.assert_no_pending_responses()


@pytest.fixture
def outputs(tmp_path: Path) -> str:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS))
    return str(file)

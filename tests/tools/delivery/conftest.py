"""The fixtures of the commands on a stack."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tools.delivery.engine import Engine


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine.in_folder(tmp_path)
    monkeypatch.setattr("tools.delivery.stack.PACK", made.pack)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://state-of-the-shop")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return made

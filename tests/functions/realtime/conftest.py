"""Tables on moto for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.support.notifier_on_moto import Realtime, new_realtime


@pytest.fixture(autouse=True)
def emits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers emit metrics, as every function of a stage may."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "RealtimeCheckout")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "realtime")


@pytest.fixture
def realtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Realtime]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield new_realtime()

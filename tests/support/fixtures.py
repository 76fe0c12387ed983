"""Fixtures that several folders use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from functions.common import dynamodb
from tests.support.checkout_shop import ENVIRONMENT, Shop


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        dynamodb.table_client.cache_clear()
        yield Shop()
    dynamodb.table_client.cache_clear()

"""What became of the posts is also a metric: CloudWatch reads it from the function's log."""

from __future__ import annotations

import json

import pytest

from functions.common import observability
from functions.realtime.pusher import emit_counts


def test_the_counts_of_a_batch_are_summed_into_three_metrics(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "RealtimeCheckout")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "realtime")
    observability.metrics.cache_clear()

    emit_counts(
        {"delivered": 2, "gone": 1, "throttled": 0, "sequence": "1", "stored": True},
        {"delivered": 1, "gone": 0, "throttled": 3, "sequence": "2", "stored": True},
        {"closed": 4, "left_open": 2},
    )

    emitted = json.loads(capsys.readouterr().out)
    assert {name: emitted[name] for name in ("Delivered", "Gone", "Throttled")} == {
        "Delivered": [3.0], "Gone": [1.0], "Throttled": [3.0]
    }  # fmt: skip
    assert emitted["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "RealtimeCheckout"

"""Results of posts are metrics. CloudWatch reads them from the function's log."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contract.metrics import REALTIME, SERVICE_DIMENSION
from functions.realtime import push_event, push_queued_events
from functions.realtime.push import redelivery, store_then_deliver
from functions.realtime.push.delivery_and_cleanup import DeliveryError, PostCounts
from functions.realtime.push.store_then_deliver import emit_counts
from tests.support.checkout_shop import CONTEXT
from tests.support.notifier_on_moto import an_event

COUNTS: PostCounts = {"delivered": 1, "gone": 2, "throttled": 3}


@pytest.fixture(autouse=True)
def namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "RealtimeCheckout")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "realtime")


class Pusher:
    """A pusher that answers ``COUNTS``, or raises with them."""

    def __init__(self, fails: bool) -> None:
        self._fails = fails

    def handle(self, request: Any) -> dict[str, Any]:
        if self._fails:
            raise DeliveryError("1 posts failed", COUNTS)
        return {"sequence": "1", "stored": True, **COUNTS}


def emitted(capsys: pytest.CaptureFixture[str]) -> dict[str, list[float]]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (metrics,) = [line for line in lines if "_aws" in line]
    return {name: metrics[name] for name in ("Delivered", "Gone", "Throttled")}


@pytest.mark.parametrize("fails", [False, True])
def test_a_push_emits_its_counts_also_when_it_raises(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fails: bool
) -> None:
    monkeypatch.setattr(store_then_deliver, "configured_pusher", lambda: Pusher(fails))
    request = {"userId": "ada", "event": an_event()}

    if fails:
        with pytest.raises(DeliveryError):
            push_event.handler(request, CONTEXT)
    else:
        assert push_event.handler(request, CONTEXT) == {"sequence": "1", "stored": True, **COUNTS}

    assert emitted(capsys) == {"Delivered": [1.0], "Gone": [2.0], "Throttled": [3.0]}


def test_the_pushes_of_a_batch_emit_one_sum(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(store_then_deliver, "configured_pusher", lambda: Pusher(fails=False))
    body = json.dumps(
        {"detail-type": "realtime.push", "detail": {"userId": "ada", "event": an_event()}}
    )
    records = [{"messageId": str(n), "body": body} for n in range(2)]
    for name in redelivery.ENVIRONMENT:
        monkeypatch.setenv(name, "https://unused")

    assert push_queued_events.handler({"Records": records}, CONTEXT) == {"batchItemFailures": []}

    assert emitted(capsys) == {"Delivered": [2.0], "Gone": [4.0], "Throttled": [6.0]}


def test_messages_that_come_again_are_counted_for_an_alarm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Queue:
        def after_a_pause(self, record: Any) -> None: ...

    monkeypatch.setattr(store_then_deliver, "configured_pusher", lambda: Pusher(fails=True))
    monkeypatch.setattr(redelivery, "configured_redelivery", Queue)
    detail = {"userId": "ada", "event": an_event()}
    body = json.dumps({"detail-type": "realtime.push", "detail": detail})
    records = [{"messageId": str(n), "body": body} for n in range(3)]

    answer = push_queued_events.handler({"Records": records}, CONTEXT)

    assert len(answer["batchItemFailures"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["PushesToRepeat"] for line in lines if "PushesToRepeat" in line] == [[3.0]]


def test_the_replay_window_is_read_in_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in store_then_deliver.ENVIRONMENT:
        monkeypatch.setenv(name, "https://unused")
    monkeypatch.setenv("REPLAY_WINDOW_HOURS", "24")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    store_then_deliver.configured_pusher.cache_clear()
    try:
        assert store_then_deliver.configured_pusher().window_seconds == 86_400
    finally:
        store_then_deliver.configured_pusher.cache_clear()


def test_the_counts_of_a_batch_are_summed_into_three_metrics(
    capsys: pytest.CaptureFixture[str],
) -> None:
    emit_counts(
        {"delivered": 2, "gone": 1, "throttled": 0, "sequence": "1", "stored": True},
        {"delivered": 1, "gone": 0, "throttled": 3, "sequence": "2", "stored": True},
        {"closed": 4, "left_open": 2},
    )

    document = json.loads(capsys.readouterr().out)
    assert {name: document[name] for name in ("Delivered", "Gone", "Throttled")} == {
        "Delivered": [3.0], "Gone": [1.0], "Throttled": [3.0]
    }  # fmt: skip
    (directive,) = document["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "RealtimeCheckout"
    # What an alarm on these metrics has to name: one dimension, whose value is the family.
    assert directive["Dimensions"] == [[SERVICE_DIMENSION]]
    assert document[SERVICE_DIMENSION] == REALTIME

"""An event is its source and id, and its content does not change."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from contract.tables import EXPIRES_AT
from functions.realtime.protocol.cloudevents import content_digest, identity_in
from functions.realtime.stores.replay_log import EventConflictError
from functions.realtime.stores.replay_log_items import MARKER_SECONDS
from tests.support.metered_client import MeteredClient
from tests.support.notifier_on_moto import Realtime, an_event

LATER = [0, 1, 5]
"""Events that follow before the event in question is pushed again."""


def append(realtime: Realtime, event_id: str, **changes: Any) -> tuple[int, bool]:
    appended = realtime.log.append("ada", an_event(event_id, **changes), 60)
    return appended.sequence, appended.new


@pytest.mark.parametrize("later", LATER)
def test_the_same_id_of_two_sources_is_two_events(realtime: Realtime, later: int) -> None:
    append(realtime, "42", source="orders")
    for n in range(later):
        append(realtime, f"later-{n}")

    assert append(realtime, "42", source="returns", data="other") == (later + 2, True)
    assert append(realtime, "42", source="orders") == (1, False)
    assert append(realtime, "42", source="returns", data="other") == (later + 2, False)
    assert realtime.sequences() == list(range(1, later + 3))


@pytest.mark.parametrize("later", LATER)
def test_source_and_id_that_join_to_the_same_text_are_two_events(
    realtime: Realtime, later: int
) -> None:
    pairs = [("a", "bc"), ("ab", "c"), ('a","b', "c"), ("a", 'b","c'), ("a#b", "c"), ("a", "b#c")]
    for source, event_id in pairs:
        assert append(realtime, event_id, source=source)[1]
    for n in range(later):
        append(realtime, f"later-{n}")

    for number, (source, event_id) in enumerate(pairs, start=1):
        assert append(realtime, event_id, source=source) == (number, False)


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize(
    "changed", [{"data": "other"}, {"type": "order.refunded"}, {"subject": "ord-2"},
                {"subject": None}]
)  # fmt: skip
def test_a_stored_event_with_other_content_is_refused(
    realtime: Realtime, later: int, changed: dict[str, Any]
) -> None:
    append(realtime, "42")
    for n in range(later):
        append(realtime, f"later-{n}")

    with pytest.raises(EventConflictError, match="event '42' of source 'checkout' is stored"):
        append(realtime, "42", **changed)

    assert realtime.sequences() == list(range(1, later + 2))
    assert append(realtime, "42") == (1, False)


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize(
    "changed",
    [{"time": "2026-12-24T10:00:00Z"}, {"time": None}, {"traceparent": "00-1"},
     {"specversion": "1.0", "tracestate": "x=1"},
     {"data": {"status": "FINALIZED", "orderId": "ord-1"}}],
)  # fmt: skip
def test_a_retry_on_another_way_or_at_another_time_is_the_same_event(
    realtime: Realtime, later: int, changed: dict[str, Any]
) -> None:
    append(realtime, "42")
    for n in range(later):
        append(realtime, f"later-{n}")

    assert append(realtime, "42", **changed) == (1, False)


@pytest.mark.parametrize(("first", "again"), [(1, 1.0), (1.0, 1), (1e3, 1000), (0.1, 0.10)])
def test_a_number_that_is_spelled_otherwise_is_the_same(
    realtime: Realtime, first: float, again: float
) -> None:
    append(realtime, "42", data=[first])

    assert append(realtime, "42", data=[again]) == (1, False)
    with pytest.raises(EventConflictError):
        append(realtime, "42", data=[2])


def test_a_conflict_is_known_when_the_events_text_is_gone(realtime: Realtime) -> None:
    append(realtime, "42")
    append(realtime, "next")
    realtime.client.delete_item(
        TableName="events",
        Key={"userId": {"S": "ada"}, "itemKey": {"S": "event#" + "0" * 19 + "1"}},
    )

    assert append(realtime, "42") == (1, False)
    with pytest.raises(EventConflictError):
        append(realtime, "42", data="other")


def as_the_version_before_stored(realtime: Realtime) -> None:
    """Give the log's items the shape that they had when an id alone was an event's identity."""
    for item in realtime.client.scan(TableName="events")["Items"]:
        key = {"userId": item["userId"], "itemKey": item["itemKey"]}
        kind = item["itemKey"]["S"].partition("#")[0]
        if kind == "head":
            del item["bareIdsUntil"]
        elif kind == "identity":
            sequence = int(item["sequence"]["N"])
            texts = [t for t in realtime.texts() if f'"sequence":"{sequence:020d}"' in t]
            event_id = identity_in(texts[0]).event_id
            realtime.client.delete_item(TableName="events", Key=key)
            item["itemKey"] = {"S": f"id#{hashlib.sha256(event_id.encode()).hexdigest()}"}
            del item["digest"]
        realtime.client.put_item(TableName="events", Item=item)


@pytest.mark.parametrize("later", LATER)
def test_an_event_that_the_version_before_stored_is_not_stored_again(
    realtime: Realtime, later: int
) -> None:
    append(realtime, "42")
    for n in range(later):
        append(realtime, f"later-{n}")
    as_the_version_before_stored(realtime)

    for _ in range(2):
        assert append(realtime, "42") == (1, False)
        assert append(realtime, "42", source="returns")[0] == later + 2
    with pytest.raises(EventConflictError):
        append(realtime, "42", data="other")


def test_old_markers_are_read_only_while_their_events_can_be_resumed(realtime: Realtime) -> None:
    """A push then costs one read unit more, for a user who had events before."""
    append(realtime, "old")
    append(realtime, "last-old")
    as_the_version_before_stored(realtime)
    costs = []
    for seconds in (0, 30, 31):
        realtime.time += seconds
        metered = MeteredClient(realtime.client)
        realtime.log_over(metered).append("ada", an_event(f"new-{seconds}"), 60)
        costs.append((metered.write_units, metered.read_units))

    assert costs == [(3, 3), (3, 3), (3, 2)]


def test_a_marker_lives_as_long_as_ever(realtime: Realtime) -> None:
    append(realtime, "42")
    append(realtime, "next")

    (marker,) = [
        item for item in realtime.client.scan(TableName="events")["Items"]
        if item["itemKey"]["S"].startswith("identity#")
    ]  # fmt: skip
    assert int(marker[EXPIRES_AT]["N"]) == realtime.time + 60 + MARKER_SECONDS
    assert marker["digest"]["S"] == content_digest(realtime.texts()[0])

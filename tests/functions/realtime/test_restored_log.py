"""A log that was restored to an earlier time has another epoch, and its frames say so."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.realtime.protocol.cloudevents import with_epoch
from tests.support.notifier_on_moto import Realtime, an_event, create_table
from tests.support.strict_management_api import StrictManagementApi


def restored(realtime: Realtime, name: str) -> Realtime:
    """The parts with a new table that has the items of the log."""
    create_table(realtime.client, name, "itemKey")
    for item in realtime.client.scan(TableName=realtime.events_table)["Items"]:
        realtime.client.put_item(TableName=name, Item=item)
    return Realtime(realtime.client, realtime.plain_client, events_table=name)


def push(realtime: Realtime, api: StrictManagementApi, *numbers: int) -> None:
    for number in numbers:
        realtime.push(api, "ada", an_event(f"e{number}"))


def frames(api: StrictManagementApi) -> list[dict[str, Any]]:
    return [json.loads(text) for text in api.received["a1"]]


def test_numbers_that_a_restored_log_gives_again_come_with_another_epoch(
    realtime: Realtime,
) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    push(realtime, api, *range(1, 91))
    later = restored(realtime, "restored")
    push(realtime, api, *range(91, 101))  # the restore does not bring these along

    push(later, api, *range(101, 116))

    before, after = realtime.log.epoch(), later.log.epoch()
    assert before != after
    assert [(int(frame["sequence"]), frame["epoch"]) for frame in frames(api)] == [
        *((n, before) for n in range(1, 101)),
        *((n, after) for n in range(91, 106)),
    ]
    for table in ("events", "restored"):
        stored = json.dumps(realtime.client.scan(TableName=table)["Items"])
        assert "epoch" not in stored
        assert before not in stored


def test_a_repeat_is_posted_with_the_epoch_of_the_log_that_has_it_now(realtime: Realtime) -> None:
    api = StrictManagementApi("a1")
    push(realtime, api, 1, 2)
    later = restored(realtime, "restored")
    later.connect("ada", "a1")

    push(later, api, 1, 2)

    assert [frame["epoch"] for frame in frames(api)] == [later.log.epoch()] * 2


def test_a_table_that_is_made_again_under_its_old_name_has_another_epoch(
    realtime: Realtime,
) -> None:
    before = realtime.log.epoch()
    realtime.client.delete_table(TableName="events")
    create_table(realtime.client, "events", "itemKey")

    assert realtime.log_over(Uncached(realtime.client)).epoch() != before


class Uncached:
    """The client of a new process: nothing is remembered for it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.described = 0
        self.fail_times = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def describe_table(self, **request: Any) -> Any:
        self.described += 1
        if self.described <= self.fail_times:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "DescribeTable")
        return self._client.describe_table(**request)


def test_the_epoch_is_that_of_the_tables_id_and_is_asked_for_once(realtime: Realtime) -> None:
    client = Uncached(realtime.client)
    table_id = realtime.client.describe_table(TableName="events")["Table"]["TableId"]

    epochs = {realtime.log_over(client).epoch() for _ in range(3)}

    assert epochs == {hashlib.sha256(table_id.encode()).hexdigest()[:16]}
    assert client.described == 1


def test_an_event_is_stored_while_the_epoch_is_unknown_and_its_repeat_posts_it(
    realtime: Realtime,
) -> None:
    realtime.connect("ada", "a1")
    api = StrictManagementApi("a1")
    client = Uncached(realtime.client)
    client.fail_times = 1
    pusher = realtime.pusher(api, realtime.log_over(client))
    request = {"userId": "ada", "event": an_event()}

    with pytest.raises(ClientError, match="ThrottlingException"):
        realtime.push_with(pusher, request)
    assert (realtime.sequences(), api.received["a1"]) == ([1], [])

    assert realtime.push_with(pusher, request)["delivered"] == 1
    assert realtime.sequences() == [1]


def test_a_frame_gets_its_epoch_without_being_read() -> None:
    text = '{"specversion":"1.0","data":{"a":"}"}}'

    assert json.loads(with_epoch(text, "0123456789abcdef")) == {
        **json.loads(text), "epoch": "0123456789abcdef"
    }  # fmt: skip


@pytest.mark.parametrize(("room", "has_epoch"), [(27, True), (26, False)])
def test_a_frame_without_room_for_an_epoch_goes_as_it_was_stored(
    room: int, has_epoch: bool
) -> None:
    """Frames that were stored before frames had an epoch could be that large."""
    empty = '{"data":""}'
    text = f'{{"data":"{"x" * (128 * 1024 - room - len(empty))}"}}'

    posted = with_epoch(text, "0123456789abcdef")

    assert ("epoch" in json.loads(posted)) == has_epoch
    assert len(posted) <= 128 * 1024

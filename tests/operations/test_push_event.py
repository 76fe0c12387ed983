"""``make push``: one new event through the push function, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.realtime.protocol import push_request
from operations import push_event
from tests.support.fake_local_stage import ADA, NEWCOMER, FakeLocalStage, fake_local_stage


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLocalStage]:
    with fake_local_stage(tmp_path, monkeypatch) as running:
        yield running


def push(stage: FakeLocalStage, *arguments: str) -> int:
    return push_event.main(["--outputs", stage.file, *arguments])


def test_an_event_goes_to_the_first_buyer_and_its_delivery_is_told(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(stage) == 0

    (sent,) = stage.pushed
    assert sent["userId"] == "id-of-ada"
    assert (sent["event"]["type"], sent["event"]["data"]) == ("hello.world", {"text": "hello"})
    assert capsys.readouterr().out == (
        f"hello.world for {ADA}: stored as 00000000000000000007, delivered to 1 connection\n"
    )


def test_each_run_pushes_an_event_of_its_own_that_the_function_takes(stage: FakeLocalStage) -> None:
    for data in ('{"text":"hello"}', "[1, null]", '"ü"', "0"):
        assert push(stage, "--buyer", NEWCOMER, "--type", "order.shipped", "--data", data) == 0

    assert len({sent["event"]["id"] for sent in stage.pushed}) == len(stage.pushed)
    for sent in stage.pushed:
        request = push_request.parse(sent)
        assert isinstance(request, push_request.PushRequest)
        assert request.user_id == "id-of-newcomer"


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"delivered": 0}, "to 0 connections. A page of this user gets it when it connects"),
        ({"delivered": 2}, "delivered to 2 connections"),
        ({"delivered": 1, "gone": 3, "throttled": 1}, "to 1 connection, 3 gone, 1 throttled"),
    ],
)  # fmt: skip
def test_what_became_of_it_is_told(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str], counts: dict[str, int], says: str
) -> None:
    stage.answer |= counts
    assert push(stage) == 0
    assert capsys.readouterr().out.endswith(f"{says}\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--data", "hello"], "DATA=hello is not JSON (Expecting value"),
        (["--data", ""], "DATA= is not JSON"),
        (["--data", "NaN"], "DATA=NaN is not JSON (NaN is none of its values)"),
        (["--data", "[" * 100_000], "is not JSON"),
        (["--type", ""], "TYPE= is no type of an event"),
        (["--type", "realtime.resumed"], "what starts with realtime. is the protocol's own"),
        (["--buyer", "nobody"], f"BUYER=nobody is no demo buyer of this stage; it has {ADA}"),
        (["--buyer", ADA, "--user-id", "x"], "BUYER= and USER_ID= name a user each"),
    ],
)
def test_what_cannot_be_pushed_is_refused_with_what_can(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert push(stage, *arguments) == 2

    said = capsys.readouterr()
    assert (said.out, stage.pushed) == ("", [])
    assert says in said.err
    assert len(said.err) < 600


def test_the_push_functions_own_refusal_is_told(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.failed, stage.answer = True, {"errorMessage": "the event's frame is too large"}
    assert push(stage) == 1
    assert "the push function failed: the event's frame is too large" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "protected", "says"),
    [
        ([], False, "where a user is named by USER_ID="),
        (["--buyer", ADA], False, "where a user is named by USER_ID="),
        (["--user-id", "u-1"], True, "If you mean it, add CONFIRM=prod"),
        (["--user-id", "u-1", "--confirm", "dev"], False, "CONFIRM=dev, but the outputs"),
    ],
)
def test_a_stage_on_aws_is_pushed_to_only_when_user_and_stage_are_named(
    stage: FakeLocalStage,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    protected: bool,
    says: str,
) -> None:
    stage.write(stage="prod", deletion_protection=protected)
    assert push(stage, *arguments) == 2
    assert says in capsys.readouterr().err
    assert (stage.pushed, stage.asked) == ([], [])


def test_a_stage_on_aws_takes_a_named_user(stage: FakeLocalStage) -> None:
    more: dict[str, Any] = {"stage": "prod", "deletion_protection": True}
    stage.write(**more)
    assert push(stage, "--user-id", "u-1", "--confirm", "prod") == 0
    assert [sent["userId"] for sent in stage.pushed] == ["u-1"]

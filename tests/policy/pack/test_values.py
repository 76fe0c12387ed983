"""Values of the engine become values of the rules; secrets stay out of messages."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from policy.pack.values import MARK, SECRET, Secrets, plain
from policy.rules import UNKNOWN
from tests.policy.pack.asked import Items, NotKnownError, Props


def secret(value: Any) -> dict[str, Any]:
    return {MARK: SECRET, "value": value}


def hidden(message: str, *wire: Any) -> str:
    secrets = Secrets()
    for one in wire:
        secrets.note(one)
    return secrets.hidden(message)


def test_whole_numbers_are_whole_and_the_others_are_not() -> None:
    assert repr(plain(Props({"a": 30.0, "b": 0.5, "c": True}), NotKnownError)) == repr(
        {"a": 30, "b": 0.5, "c": True}
    )


def test_what_is_unknown_is_marked_at_any_depth() -> None:
    shown = Props({"a": {"b": [1.0, UNKNOWN]}, "c": UNKNOWN, "d": [Items([UNKNOWN])]})

    assert plain(shown, NotKnownError) == {
        "a": {"b": [1, UNKNOWN]}, "c": UNKNOWN, "d": [[UNKNOWN]],
    }  # fmt: skip


def test_assets_and_archives_stay_what_they_are() -> None:
    archive = pulumi.AssetArchive({"a.py": pulumi.StringAsset("x")})

    assert plain(Props({"code": archive, "none": None}), NotKnownError) == {
        "code": archive, "none": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "wire",
    [
        {"a": secret("hunter2")},
        {"a": [{"b": secret(["x", {"c": "hunter2"}])}]},
        secret(json.dumps({"Statement": [{"Resource": "hunter2"}]})),
        secret(json.dumps(["hunter2"])),
    ],
    ids=["plain", "deep", "in a document", "in a list of JSON"],
)
def test_a_secret_is_hidden_wherever_it_was(wire: Any) -> None:
    assert hidden("it allows 'hunter2' for all", wire) == "it allows '[secret]' for all"


def test_a_secret_within_a_longer_one_leaves_nothing_of_either() -> None:
    assert hidden("see hunter2-long", secret("hunter2"), secret("hunter2-long")) == "see [secret]"


def test_what_is_no_secret_and_what_is_short_is_shown() -> None:
    wire = {"name": "hunter2", "secret": secret("*"), "number": secret(30.0), "none": secret(None)}

    assert hidden("hunter2 * 30", wire) == "hunter2 * 30"

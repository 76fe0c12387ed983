"""docs/protocol/vectors.json: well-formed, and kept by the client's model in Python.

tests/client/protocol_vectors.test.mjs plays them to the browser client.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from client.python_model import PageModel
from contract.frames import CONTROL_TYPES, ERROR_CODES, PROTOCOL, RESUMED
from tests.support.documents import faults, load, validator
from tests.support.repository import REPO_ROOT

FOLDER = REPO_ROOT / "docs" / "protocol"
FILE: dict[str, Any] = json.loads((FOLDER / "vectors.json").read_text())
SCHEMA: dict[str, Any] = json.loads((FOLDER / "vectors.schema.json").read_text())
VECTORS: list[dict[str, Any]] = FILE["vectors"]
PAGE = (REPO_ROOT / "docs" / "protocol.md").read_text()
MODEL_HAS = {"reconnect"}
"""What of a vector's ``needs`` the model has: it knows no time and no storage, and takes an error
for a fault of the server."""
UNKNOWN_ON_PURPOSE = 21
"""The rule about what a client does not know: its frames are no frames of the protocol."""
FOR_THE_MODEL = [one for one in VECTORS if set(one.get("needs", [])) <= MODEL_HAS]


STEPS = [(vector["rule"], step) for vector in VECTORS for step in vector["steps"]]
DOCUMENT = load("asyncapi.yaml")


def kinds_of(frame: dict[str, Any]) -> list[str]:
    """The messages of docs/asyncapi.yaml that the frame is."""
    names = DOCUMENT["components"]["messages"]
    return [
        one
        for one in names
        if not faults(validator(DOCUMENT, f"#/components/schemas/{one}"), frame)
    ]


def test_the_vectors_are_of_their_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert faults(Draft202012Validator(SCHEMA), FILE) == []
    assert FILE["protocol"] == PROTOCOL
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": []},
        {"steps": [{"opens": True, "silent": True}]},
        {"steps": [{"sends": []}]},
        {"steps": [{"seconds": 1, "connects": [], "attempts": {"least": 1, "most": 2}}]},
        {"needs": ["luck"]},
        {"name": "no sentence"},
    ],
)
def test_the_schema_refuses_a_vector_that_no_player_could_play(wrong: dict[str, Any]) -> None:
    assert faults(Draft202012Validator(SCHEMA), {**FILE, "vectors": [{**VECTORS[0], **wrong}]})


def test_what_servers_and_clients_send_is_documented() -> None:
    of_servers = [
        step["server"] for rule, step in STEPS if "server" in step and rule != UNKNOWN_ON_PURPOSE
    ]
    of_api_gateway = [frame for frame in of_servers if "connectionId" in frame]
    of_clients = [frame for _, step in STEPS for frame in step.get("sends", [])]

    assert {tuple(kinds_of(frame)) for frame in of_clients} == {("resume",)}
    assert {tuple(kinds_of(frame)) for frame in of_servers if frame not in of_api_gateway} == {
        ("event",),
        ("resumed",),
        ("error",),
    }
    assert {tuple(sorted(frame)) for frame in of_api_gateway} == {
        ("connectionId", "message", "requestId")
    }


def test_every_rule_of_the_page_has_vectors_and_every_vector_a_rule() -> None:
    rules = [int(number) for number in re.findall(r"^(\d+)\. \*\*", PAGE, re.MULTILINE)]

    assert rules == list(range(1, len(rules) + 1))
    assert sorted({vector["rule"] for vector in VECTORS}) == rules


def test_the_page_names_every_control_frame_and_every_code() -> None:
    assert [name for name in (*CONTROL_TYPES, *ERROR_CODES) if f"`{name}`" not in PAGE] == []


def test_each_frame_that_the_page_shows_is_one_of_the_protocol() -> None:
    texts = re.findall(r"(?:^|`)(\{\"[^`]+\})(?:`|$)", PAGE, re.MULTILINE)
    found = [json.loads(one) for one in texts if "…" not in one and '"lost"' not in one]

    assert {tuple(kinds_of(one)) for one in found} == {
        ("resume",),
        ("ping",),
        ("pong",),
        ("event",),
    }


def test_the_page_says_what_each_part_of_a_step_means_and_each_is_used() -> None:
    parts = SCHEMA["$defs"]["step"]["properties"]

    assert [one for one in parts if f"`{one}`" not in PAGE] == []
    assert [one for one in parts if not any(one in step for _, step in STEPS)] == []


def test_the_model_is_tried_with_most_vectors() -> None:
    assert len(FOR_THE_MODEL) > len(VECTORS) / 2


@pytest.mark.parametrize("vector", FOR_THE_MODEL, ids=lambda one: str(one["name"]))
def test_the_model_in_python_does_what_the_vector_says(vector: dict[str, Any]) -> None:
    player = ModelPlayer(vector)
    for step in vector["steps"]:
        assert player.play(step) == player.expected(step), step


class ModelPlayer:
    """Plays one vector to the model."""

    def __init__(self, vector: dict[str, Any]) -> None:
        self._page = PageModel("ada")
        self._numbers = {
            step["server"]["id"]: int(step["server"]["sequence"])
            for step in vector["steps"]
            if "id" in step.get("server", {})
        }
        if remembers := vector.get("remembers"):
            self._page.opened("of-before")
            self._page.resume_frame()
            through, epoch = remembers["after"], remembers["epoch"]
            self._receive({"type": RESUMED, "after": None, "through": through, "epoch": epoch})
            self._page.lost()
        self._events, self._gaps = len(self._delivered()), len(self._page.gaps)

    def play(self, step: dict[str, Any]) -> dict[str, Any]:
        """What the model did: what it sent, the numbers of what the page got, what it lost."""
        page = self._page
        if "opens" in step:
            page.opened("c")
        if "server" in step:
            self._receive(step["server"])
        if "text" in step:
            page.receive(step["text"])
        if "ends" in step:
            page.lost()
        did = {
            "sends": [page.resume_frame()] if page.wants_resume else [],
            "events": self._delivered()[self._events :],
            "lost": page.gaps[self._gaps :],
        }
        self._events, self._gaps = len(self._delivered()), len(page.gaps)
        if "upToDate" in step:
            did["upToDate"] = page.connection_id is not None and not page.resuming
        return did

    def expected(self, step: dict[str, Any]) -> dict[str, Any]:
        """The same as the vector says it."""
        got = step.get("page", [])
        lost = [one["lost"] for one in got if isinstance(one, dict)]
        up_to_date = {"upToDate": step["upToDate"]} if "upToDate" in step else {}
        return {
            "sends": step.get("sends", []),
            "events": [self._numbers[one] for one in got if isinstance(one, str)],
            "lost": [(int(one["after"] or 0), int(one["through"])) for one in lost],
            **up_to_date,
        }

    def _receive(self, frame: dict[str, Any]) -> None:
        self._page.receive(json.dumps(frame))

    def _delivered(self) -> list[int]:
        before = self._page.delivered_before
        return [number for epoch in (*before, self._page.delivered) for number in epoch]

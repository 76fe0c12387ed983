"""Which outcomes of a handler are allowed. A judge lists what is wrong, one short kind each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from contract.frames import PROTOCOL
from functions.realtime.protocol import push_request
from functions.realtime.protocol.handshake import offered_versions
from tests.fuzz import inputs, issuer
from tests.fuzz.aws import Effects
from tests.support.documents import faults, load, resolve, validator
from tests.support.notifier_on_moto import an_event

FRAMES_OF_SERVER = ("event", "resumed", "error", "pong")


@dataclass(frozen=True)
class Invocation:
    """One input and what came of it. An exception that the door declares is no answer."""

    template: Any
    event: Any
    answer: Any
    error: str
    effects: Effects
    changed: bool
    """Whether any row is another one now."""


Judge = Callable[[Invocation], list[str]]


def refused(one: Invocation) -> bool:
    """Whether the handler said no: then nothing may be written."""
    status = one.answer.get("statusCode", 200) if isinstance(one.answer, dict) else 200
    return bool(one.error) or status >= 400


def http(path: str, method: str) -> Judge:
    """The judge of a route of the HTTP API, by docs/openapi.yaml."""

    def judge(one: Invocation) -> list[str]:
        responses = load_openapi()["paths"][path][method]["responses"]
        status = str(one.answer["statusCode"])
        if status not in responses:
            return [f"answers {status}, which is not documented"]
        if status in ("500", "503"):
            return [f"answers {status}"]
        response = responses[status]
        if "$ref" in response:
            response = resolve(load_openapi(), response["$ref"])
        media_type = one.answer["headers"]["content-type"]
        if media_type not in response["content"]:
            return [f"answers {status} as {media_type}, which is not documented"]
        body = json.loads(one.answer["body"])
        wrong = faults(_openapi(response["content"][media_type]["schema"]["$ref"]), body)
        if media_type == "application/problem+json" and body.get("status") != int(status):
            wrong.append("status differs")
        found = [f"{status}: {fault.split(':')[0]} is not as documented" for fault in wrong[:1]]
        if status == "202" and len(one.effects.started) > 1:
            found.append("one checkout started two sagas")
        return found

    return judge


def authorizer(one: Invocation) -> list[str]:
    """401, Deny, or Allow with a user to whom events can be pushed. No forged token is allowed."""
    if one.error:
        return []
    effect = one.answer["policyDocument"]["Statement"][0]["Effect"]
    if effect == "Deny":
        return []
    made = one.template.get("token")
    header = made.get("header") if isinstance(made, dict) else None
    signer = made.get("signer") if isinstance(made, dict) else None
    if effect != "Allow" or not isinstance(header, dict):
        return [f"answers {effect} without a token"]
    if signer not in issuer.GOOD or header.get("alg") != issuer.GOOD[signer]:
        return ["a forged token opens a connection"]
    context = one.answer["context"]
    if not all(isinstance(value, str) for value in context.values()):
        return ["the context holds something else than texts"]
    if len(json.dumps(one.answer)) > 8 * 1024:
        return ["the answer has more than 8 KB"]
    return _pushable(context.get("userId"))


def opened(one: Invocation) -> list[str]:
    status = one.answer.get("statusCode")
    offered = offered_versions(one.event.get("headers"))
    allowed = (400, 403) if offered and PROTOCOL not in offered else (200, 403)
    if status not in allowed:
        return [f"answers {status}"]
    wrong = _only_frames(one)
    if status == 200:
        protocol = one.answer.get("headers", {}).get("Sec-WebSocket-Protocol", PROTOCOL)
        wrong += [] if protocol == PROTOCOL else ["echoes what is no protocol of ours"]
        wrong += [] if one.changed else ["answers 200 without a row"]
        context = one.event["requestContext"]["authorizer"]
        wrong += _pushable(str(context.get("userId")))
    return wrong


def closed(one: Invocation) -> list[str]:
    return [] if one.answer.get("statusCode") == 200 else [f"answers {one.answer}"]


def message(one: Invocation) -> list[str]:
    """A frame on a handshake's route. That it touches no row follows from the door's tables."""
    wrong = _only_frames(one)
    if one.answer.get("statusCode", 500) >= 500:
        wrong.append(f"answers {one.answer['statusCode']}")
    return wrong


def frame(one: Invocation) -> list[str]:
    """A frame ends in an answer or in ``realtime.error``.

    A connection that lost its row gets it back, whatever number its frame has.
    """
    wrong = _only_frames(one)
    lost = one.event["requestContext"]["connectionId"] == inputs.LOST_CONNECTION
    refusals = ('"malformed"',) if lost else ('"realtime.error"',)
    if one.answer.get("statusCode") != 200:
        wrong.append(f"answers {one.answer.get('statusCode')}")
    elif one.changed and any(word in text for _, text in one.effects.frames for word in refusals):
        wrong.append("refuses a frame and touches rows")
    elif not one.effects.frames and not one.effects.closed and "body" not in one.answer:
        wrong.append("stays silent")
    return wrong


def pushed(one: Invocation) -> list[str]:
    wrong = _only_frames(one)
    if not one.error and not {"sequence", "closed"} & set(one.answer):
        wrong.append(f"answers {sorted(one.answer)}")
    return wrong


def queue(one: Invocation) -> list[str]:
    """Each message that failed is named, and the good one is pushed whatever the other is."""
    wrong = _only_frames(one)
    failed = {each["itemIdentifier"] for each in one.answer["batchItemFailures"]}
    if not failed <= {"m-0", "m-1"}:
        wrong.append("names a message that is not in the batch")
    if "m-1" in failed or not any('"good"' in text for _, text in one.effects.frames):
        wrong.append("a bad message stops a good one")
    return wrong


def stream_started(one: Invocation) -> list[str]:
    return _stream(one, [each["name"] for each in one.effects.started])


def stream_announced(one: Invocation) -> list[str]:
    subjects = [json.loads(entry["Detail"])["subject"] for entry in one.effects.announced]
    return _stream(one, subjects)


def _stream(one: Invocation, done: list[str]) -> list[str]:
    """Each record is handled or parked. What would fail for ever holds no shard."""
    wrong = []
    if one.answer["batchItemFailures"]:
        wrong.append("a record that would fail for ever holds its shard")
    if inputs.GOOD_ID not in done:
        wrong.append("a bad record stops a good one")
    if not wrong and len(done) + len(one.effects.sent) < 2:
        wrong.append("a record is neither handled nor parked")
    return wrong


def step(one: Invocation) -> list[str]:
    if not one.error and not isinstance(one.answer, dict):
        return [f"answers {type(one.answer).__name__}"]
    return []


def _pushable(user_id: object) -> list[str]:
    try:
        push_request.parse({"userId": user_id, "event": an_event()})
    except ValueError:
        return ["a user is connected to whom nothing can be pushed"]
    return []


def _only_frames(one: Invocation) -> list[str]:
    return wrong_frames([text for _, text in one.effects.frames])


def wrong_frames(texts: list[str]) -> list[str]:
    for text in texts:
        sent: Any = json.loads(text)
        if all(faults(each, sent) for each in _server_frames()):
            kind = sent.get("type") if isinstance(sent, Mapping) else None
            code = sent.get("code", "") if isinstance(sent, Mapping) else ""
            return [f"sends a frame that is not documented: {str(kind)[:40]} {str(code)[:40]}"]
    return []


@cache
def load_openapi() -> dict[str, Any]:
    return load("openapi.yaml")


@cache
def _openapi(pointer: str) -> Any:
    return validator(load_openapi(), pointer)


@cache
def _server_frames() -> list[Any]:
    document = load("asyncapi.yaml")
    return [validator(document, f"#/components/schemas/{name}") for name in FRAMES_OF_SERVER]

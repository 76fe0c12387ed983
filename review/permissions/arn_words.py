"""The last part of an ARN in words, service by service. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from review.text.markdown import code

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY", "*")
_Words = tuple[str, str]
"""Words of a resource, and its own name: a wildcard in the name is wide."""


def described(service: str, rest: str) -> tuple[str, str] | None:
    """Markdown of what the ARN names, and its own name; None for what we do not know."""
    words = _SERVICES.get(service)
    return words(rest) if words else None


def named(text: str) -> str:
    """A name as code: ``{checkout-orders}`` is the resource of that name in the program."""
    return code(text[1:-1] if re.fullmatch(r"\{[^{}]+\}", text) else text)


def _one(kind: str, name: str) -> _Words:
    return (f"every {kind}" if name == "*" else f"{kind} {named(name)}"), name


def _dynamodb(rest: str) -> _Words | None:
    kind, _, path = rest.partition("/")
    name, _, inside = path.partition("/")
    if kind != "table" or not name:
        return None
    words, own = _one("table", name)
    part, _, of_part = inside.partition("/")
    if not inside:
        return words, own
    if part == "stream":
        return f"stream of {words}", own  # its name is the time at which it was made
    if part == "index":
        return f"{_one('index', of_part)[0]} of {words}", own
    return f"{code(inside)} of {words}", own


def _lambda(rest: str) -> _Words | None:
    kind, _, path = rest.partition(":")
    name, _, version = path.partition(":")
    if kind not in ("function", "layer", "event-source-mapping") or not name:
        return None
    words, own = _one(kind.replace("-", " "), name)
    every = "all versions of " if version == "*" else f"version {code(version)} of "
    return (every if version else "") + words, own


def _logs(rest: str) -> _Words | None:
    kind, _, path = rest.partition(":")
    name, _, stream = path.partition(":")
    if kind != "log-group" or not name:
        return None
    words, own = _one("log group", name)
    stream = stream.removeprefix("log-stream:")
    return (words if stream in ("", "*") else f"stream {code(stream)} of {words}"), own


def _events(rest: str) -> _Words | None:
    kind, _, path = rest.partition("/")
    if kind == "event-bus":
        return _one("event bus", path)
    return _one("rule", path.rpartition("/")[2]) if kind == "rule" else None


def _states(rest: str) -> _Words | None:
    kind, _, path = rest.partition(":")
    if kind == "stateMachine":
        return _one("state machine", path)
    if kind == "execution":
        machine, own = _one("state machine", path.partition(":")[0])
        return f"executions of {machine}", own
    return None


def _execute_api(rest: str) -> _Words | None:
    name, _, path = rest.partition("/")
    api, own = _one("API", name)
    if not path or path == "*":
        return api, own
    stage, _, route = path.partition("/")
    if stage == "authorizers":
        return f"authorizer {named(route)} of {api}", own
    method, _, place = route.partition("/")
    if place.startswith("@connections"):
        return f"connections of {api} ({code(method)})", own
    if route in ("", "*", "*/*"):
        return f"every route of {api}", own
    is_http = method in METHODS and place
    return f"route {code(f'{method} /{place}' if is_http else route)} of {api}", own


def _iam(rest: str) -> _Words | None:
    kind, _, path = rest.partition("/")
    return _one(kind, path.rpartition("/")[2]) if path else None


def _kinds(separator: str, default: str = "") -> Callable[[str], _Words | None]:
    """Words of services whose ARNs end in ``<kind><separator><name>``, or in the name alone."""

    def words(rest: str) -> _Words | None:
        kind, found, name = rest.partition(separator)
        if found and not default:
            return _one(kind, name)
        name, _, inside = rest.partition("/")
        described, own = _one(default, name)
        return (f"all in {described}" if inside == "*" else described), own

    return words


_SERVICES: dict[str, Callable[[str], _Words | None]] = {
    "cloudwatch": _kinds(":"),
    "cognito-idp": _kinds("/"),
    "dynamodb": _dynamodb,
    "events": _events,
    "execute-api": _execute_api,
    "iam": _iam,
    "kms": _kinds("/"),
    "lambda": _lambda,
    "logs": _logs,
    "s3": _kinds("/", "bucket"),
    "secretsmanager": _kinds(":"),
    "sns": _kinds(":", "topic"),
    "sqs": _kinds(":", "queue"),
    "states": _states,
}

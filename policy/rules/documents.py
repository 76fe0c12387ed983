"""Policy documents: their statements, and what those allow."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

Statement = Mapping[str, Any]


def statements(policy: Any) -> Iterator[Statement]:
    """The statements of a policy document, given as JSON or as an object.

    What is no document has none: Pulumi's AWS provider refuses it.
    """
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:
        return
    inside = document.get("Statement", []) if isinstance(document, Mapping) else []
    yield from (one for one in as_list(inside) if isinstance(one, Mapping))


def allow_statements(policy: Any) -> Iterator[Statement]:
    """The statements that allow something. ``Action`` and ``Resource`` are there, if empty."""
    for statement in statements(policy):
        if statement.get("Effect") == "Allow":
            yield {"Action": [], "Resource": [], **statement}


def allows(statement: Statement, action: str, resource: str) -> bool:
    """Whether an allow statement covers the action, in any case, and the resource's ARN."""
    return allows_action(statement["Action"], action) and covers(statement["Resource"], resource)


def allows_action(patterns: Any, action: str) -> bool:
    """Whether one of the patterns matches the action. IAM compares actions in any case."""
    return covers([str(one).lower() for one in as_list(patterns)], action.lower())


def principals(statement: Statement, kind: str) -> list[str]:
    """Whom a statement names, of a kind such as ``AWS`` or ``Service``. ``*`` is everybody."""
    principal = statement.get("Principal")
    named = principal.get(kind) if isinstance(principal, Mapping) else principal
    return [str(one) for one in as_list(named) if one is not None]


def covers(patterns: Any, value: str) -> bool:
    """Whether one of IAM's patterns matches the value. Its wildcards are ``*`` and ``?``."""
    # Brackets are a wildcard of fnmatch only.
    return any(fnmatchcase(value, str(one).replace("[", "[[]")) for one in as_list(patterns))


def as_list(value: Any) -> list[Any]:
    """IAM allows a single value where a list may stand."""
    return value if isinstance(value, list) else [value]

"""Policy documents -> permissions: one for each principal, action, resource and condition. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from policy.rules.iam_grants import MAY_BE_WIDE, ONLY_WIDE
from review.permissions import arns
from review.permissions.permission import Condition, Effect, Permission, Test
from review.permissions.principals import Who, principals_of

ANY_ACTION = ("*", "*:*")
WITHOUT_RESOURCE = frozenset(action.lower() for action in (*MAY_BE_WIDE, *ONLY_WIDE))
"""Actions that have to name ``*``: it is no wildcard to look at."""


def permissions_of(
    document: object, who: Who | None, attached: str, where: str
) -> Iterator[Permission]:
    """The atoms of a policy document, given as JSON or as an object.

    ``who`` has the policy; None where its principals are in its statements. ``attached`` is the
    resource that the document belongs to, as an ARN or a name in words: ``Resource`` is about
    nothing else there. ``where`` names the document for one that cannot be read.
    """
    statements = _statements(document)
    if statements is None:
        holder = who or Who("somebody")
        yield Permission(holder.words, Effect.UNREADABLE, where, str(document))
        return
    for statement in statements:
        yield from _permissions(statement, who, attached)


def condition_of(statement: Mapping[str, Any]) -> Condition:
    """The tests of a statement, in one order."""
    tests = [
        Test(str(operator), str(key), tuple(sorted({_text(value) for value in as_list(values)})))
        for operator, keys in _mapping(statement.get("Condition")).items()
        for key, values in _mapping(keys).items()
    ]
    return tuple(sorted(tests))


def as_list(value: Any) -> list[Any]:
    """IAM allows a single value where a list may stand."""
    return value if isinstance(value, list) else [value]


def _permissions(
    statement: Mapping[str, Any], who: Who | None, attached: str
) -> Iterator[Permission]:
    effect = Effect.DENY if statement.get("Effect") == "Deny" else Effect.ALLOW
    condition = condition_of(statement)
    holders = [who] if who else [*principals_of(statement)]
    for holder, action, what in product(holders, _actions(statement), _whats(statement, attached)):
        shown, wide_action = action
        words, wide_resource = what
        wide_resource &= shown.lower() not in WITHOUT_RESOURCE
        wide = effect is Effect.ALLOW and (holder.wide or wide_action or wide_resource)
        yield Permission(holder.words, effect, words, shown.lower(), condition, wide, shown)


def _actions(statement: Mapping[str, Any]) -> list[tuple[str, bool]]:
    if "NotAction" in statement:
        excepted = ", ".join(sorted(map(_text, as_list(statement["NotAction"]))))
        return [(f"everything but {excepted}", True)]
    actions = sorted({_text(one) for one in as_list(statement.get("Action", []))})
    return [("*" if one in ANY_ACTION else one, "*" in one or "?" in one) for one in actions]


def _whats(statement: Mapping[str, Any], attached: str) -> list[tuple[str, bool]]:
    if "NotResource" in statement:
        excepted = sorted(arns.in_words(_text(one)) for one in as_list(statement["NotResource"]))
        return [(f"{arns.ANYTHING} but {', '.join(excepted)}", True)]
    resources = sorted({_text(one) for one in as_list(statement.get("Resource", "*"))})
    if attached:
        return [(attached if one == "*" else arns.in_words(one), False) for one in resources]
    return [(arns.in_words(one), arns.is_wide(one)) for one in resources]


def _statements(document: object) -> list[Mapping[str, Any]] | None:
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return None
    if not isinstance(document, Mapping):
        return None
    statements = as_list(document.get("Statement", []))
    return statements if all(isinstance(one, Mapping) for one in statements) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)

"""Differences of permissions -> lines of Markdown: who may now do what to what. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from review.permissions.collected import OWN_LOGS
from review.permissions.conditions import in_words_of
from review.permissions.difference import Changed, Difference
from review.permissions.groups import Group, groups, together
from review.permissions.permission import Condition, Effect, Permission, Test
from review.permissions.principals import EVERYBODY
from review.text.markdown import listed

GAINED, LOST, STILL = "gained", "lost", "still"
VERBS = {
    (Effect.ALLOW, GAINED): "may now",
    (Effect.ALLOW, LOST): "may no longer",
    (Effect.ALLOW, STILL): "may still",
    (Effect.DENY, GAINED): "is now denied",
    (Effect.DENY, LOST): "is no longer denied",
    (Effect.DENY, STILL): "is still denied",
    (Effect.MANAGED, GAINED): "now has the managed policy",
    (Effect.MANAGED, LOST): "no longer has the managed policy",
    (Effect.BOUNDARY, GAINED): "is now bounded by the policy",
    (Effect.BOUNDARY, LOST): "is no longer bounded by the policy",
    (Effect.UNREADABLE, GAINED): "has a document that cannot be read here:",
    (Effect.UNREADABLE, LOST): "had a document that cannot be read here:",
}

FOREIGN = re.compile(r"\baccount (`|<code>)")
"""The words of an account with its number: the stage's own one is *this account*."""


@dataclass(frozen=True)
class Sentence:
    """One line."""

    text: str
    mark: str = ""
    """Why somebody must look at it before all others."""


def sentences(found: Difference, gone: frozenset[str] = frozenset()) -> list[Sentence]:
    """A sentence for each group of permissions: those with a mark, then gained before lost.

    ``gone``: resources in words that are no longer there. What was denied on them is no matter.
    """
    told = [
        *_alone(GAINED, found.gained),
        *_changes(found.changed),
        *_alone(LOST, [one for one in found.lost if one.what not in gone]),
        *(Sentence(one.text) for one in _alone(LOST, [o for o in found.lost if o.what in gone])),
        *_alone(STILL, found.still),
    ]
    return sorted(told, key=lambda one: not one.mark)


def _alone(sign: str, permissions: Iterable[Permission]) -> list[Sentence]:
    return [Sentence(_text(sign, group), _mark(sign, group)) for group in groups(permissions)]


def _text(sign: str, group: Group) -> str:
    who, what = together(group.who), _what(group)
    verb = VERBS[group.effect, sign]
    if len(group.who) > 1:
        verb = verb.replace("is ", "are ", 1).replace("has ", "have ", 1)
    if group.effect not in (Effect.ALLOW, Effect.DENY):
        return f"{who} {verb} {what}"
    return f"{who} {verb} {listed(group.actions, 12)} on {what}{_condition(sign, group)}"


def _what(group: Group) -> str:
    if group.what == (OWN_LOGS,) and len(group.who) > 1:
        return "their own log groups"
    return together(group.what)


def _condition(sign: str, group: Group) -> str:
    words = in_words_of(group.condition)
    if not words:
        return ""
    return f" {words}" if sign == LOST or group.effect is Effect.DENY else f", {_only(words)}"


def _only(words: str) -> str:
    return words if words.startswith(("from every ", "by every ")) else f"only {words}"


def _mark(sign: str, group: Group) -> str:
    if sign == LOST:
        lost = {Effect.DENY: "No longer denied", Effect.BOUNDARY: "No longer bounded"}
        return lost.get(group.effect, "")
    if sign == STILL:
        return ""
    if not group.wide:
        return "Another account" if group.effect is Effect.ALLOW and _is_foreign(group) else ""
    if any(who.startswith(EVERYBODY) for who in group.who):
        return "Open to everybody"
    return "Wide policy" if group.effect is Effect.MANAGED else "Wildcard"


def _is_foreign(group: Group) -> bool:
    """Whether somebody of an account that is not the stage's own is in it."""
    return any(FOREIGN.search(one) for one in (*group.who, in_words_of(group.condition)))


def _changes(changed: Iterable[Changed]) -> list[Sentence]:
    by_conditions: defaultdict[tuple[Condition, Condition], list[Permission]] = defaultdict(list)
    for one in changed:
        by_conditions[one.before.condition, one.after.condition].append(one.after)
    return [
        _change(before, group)
        for (before, _), same in sorted(by_conditions.items())
        for group in groups(same)
    ]


def _change(before: Condition, group: Group) -> Sentence:
    after, denies = group.condition, group.effect is Effect.DENY
    said = [in_words_of(one) or "always" for one in (before, after)]
    if not denies:
        said = [text if text == "always" else _only(text) for text in said]
    verb = "must not" if denies else "may"
    text = (
        f"{together(group.who)} {verb} {listed(group.actions, 12)} on {_what(group)} "
        f"{said[1]}; before: {said[0]}"
    )
    looser = _narrower(after, before) if denies else _narrower(before, after)
    return Sentence(text, "Condition loosened" if looser else "")


def _narrower(one: Condition, other: Condition) -> bool:
    """Whether ``one`` asks for something that holds not of all that ``other`` lets through."""
    return not all(any(_implies(given, test) for given in other) for test in one)


def _implies(given: Test, test: Test) -> bool:
    if (given.operator, given.key) != (test.operator, test.key):
        return False
    if "Not" in given.operator:  # the more values, the less passes
        return set(given.values) >= set(test.values)
    return set(given.values) <= set(test.values)

"""What a new resource is told by: its properties, what a reader must know first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from review.text.markdown import code, listed
from review.text.shown import shown

Facts = tuple[tuple[str, str], ...]
"""By path."""
MOST = 6
"""Properties that stand in a line; the others are counted."""
FIRST = re.compile(
    r"ingress|port|cidr|public|principal|threshold|comparison|protocol|policyarn|authoriz|"
    r"instanceclass|instancetype|engine$|allocated|capacity|schedule|routekey|target",
    re.IGNORECASE,
)
"""Paths that say who gets in, when an alarm rings, and what it costs."""
SAID_ELSEWHERE = ("policy", "assumeRolePolicy", "definition")
"""Documents that have a section of their own: Permissions, Sagas."""
LAST = re.compile(r"description|(^|\.)name$", re.IGNORECASE)


def facts(inputs: Mapping[str, Any]) -> Facts:
    """Each property's path and its Markdown, those first that matter most."""
    told = [(path, text) for path, value in leaves(inputs) if (text := _fact(path, value))]
    return tuple(sorted(told, key=lambda one: (_rank(*one), one[0])))


def few(told: Facts) -> str:
    """The first of them, and how many more there are."""
    return listed((text for _, text in told), MOST)


def leaves(inputs: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each innermost property by its path. Tags are none: they do nothing."""
    for key, value in sorted(inputs.items()):
        path = f"{prefix}{key}"
        if path in ("tags", "tagsAll"):
            continue
        if isinstance(value, Mapping):
            yield from leaves(value, f"{path}.")
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for number, item in enumerate(value):
                at = f"{path}[{number}]" if len(value) > 1 else f"{path}[]"
                inside = item if isinstance(item, Mapping) else {"": item}
                yield from leaves(inside, f"{at}.")
        elif value is not None:
            yield path, value


def _fact(path: str, value: Any) -> str:
    if path.partition(".")[0] in SAID_ELSEWHERE or value is False or value == "" or value == []:
        return ""
    texts = [shown(one) for one in value] if isinstance(value, list) else [shown(value)]
    if all(texts):
        return f"{code(path)} {listed(texts, 3)}"
    return f"{code(path)} is set"


def _rank(path: str, text: str) -> int:
    if text.endswith(" is set"):
        return 3
    return 0 if FIRST.search(path) else 2 if LAST.search(path) else 1

"""Inputs as the provider compares them: what it takes for equal is equal here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from local.aws_provider.rules import ResourceRules

FREE_KEYS = frozenset(
    {
        "dimensions", "requestModels", "requestParameters", "requestTemplates", "responseModels",
        "responseTemplates", "stageVariables", "tags", "triggers", "variables",
    }
)  # fmt: skip
"""Objects whose keys the program chooses. An empty value is a value there."""
UNSET: tuple[object, ...] = (None, "", [], {})
"""Terraform takes an empty value of a property for one that is not set."""


def canonical(rules: ResourceRules, inputs: Mapping[str, object]) -> dict[str, object]:
    """The inputs without what equals the provider's defaults, and in its own order."""
    return _object(rules, inputs, "", keep_empty=False)


def changed_paths(
    before: Mapping[str, object], after: Mapping[str, object], prefix: str = ""
) -> Iterator[str]:
    """Paths of canonical inputs that differ, the innermost property for each difference."""
    for key in sorted({*before, *after}):
        old, new, path = before.get(key), after.get(key), f"{prefix}{key}"
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from changed_paths(old, new, f"{path}.")
        else:
            yield path


def _object(
    rules: ResourceRules, values: Mapping[str, object], prefix: str, *, keep_empty: bool
) -> dict[str, object]:
    found = {}
    for key, given in values.items():
        path = f"{prefix}{key}"
        value = _value(rules, given, path, keep_empty=key in FREE_KEYS)
        if keep_empty or not _equals_unset(rules, value, path):
            found[key] = value
    return found


def _value(rules: ResourceRules, value: object, path: str, *, keep_empty: bool) -> object:
    if isinstance(value, Mapping):
        return _object(rules, value, f"{path}.", keep_empty=keep_empty)
    if isinstance(value, list):
        items = [_value(rules, item, f"{path}[]", keep_empty=False) for item in value]
        return sorted(items, key=_text) if path in rules.unordered else items
    if isinstance(value, str) and path in rules.json_texts | rules.policies:
        return _json(value, policy=path in rules.policies)
    return value


def _equals_unset(rules: ResourceRules, value: object, path: str) -> bool:
    if path in rules.defaults:
        return value == rules.defaults[path] or value is None
    return value in UNSET or value is False


def _json(text: str, *, policy: bool) -> str:
    """The text of a JSON document, without what means nothing in it."""
    try:
        content = json.loads(text)
    except ValueError:
        return text
    return _text(_policy(content) if policy else content)


def _policy(value: object) -> object:
    if isinstance(value, dict):
        return {key: _policy(inside) for key, inside in value.items()}
    if isinstance(value, list):
        items = sorted((_policy(item) for item in value), key=_text)
        return items[0] if len(items) == 1 else items
    return value


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)

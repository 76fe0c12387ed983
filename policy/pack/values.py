"""The engine's values as the rules want them, and the secrets among them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policy.rules import UNKNOWN

# As Pulumi's SDKs mark a secret on the wire (pulumi/runtime/rpc.py).
MARK, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
HIDDEN = "[secret]"
SHORTEST = 4
"""Characters of the shortest text that is hidden: a single ``*`` gives nothing away."""


def plain(values: Any, unknown: type[Exception]) -> Any:
    """The values with ``UNKNOWN`` wherever reading one raises ``unknown``, and whole numbers whole.

    The engine has floats only: 30 seconds arrive as 30.0. Assets and archives stay what they are.
    """
    if isinstance(values, float) and values.is_integer():
        return int(values)
    if isinstance(values, Mapping):
        return {key: _item(values, key, unknown) for key in values}
    if isinstance(values, Sequence) and not isinstance(values, str | bytes):
        return [_item(values, index, unknown) for index in range(len(values))]
    return values


def _item(values: Any, key: Any, unknown: type[Exception]) -> Any:
    try:
        value = values[key]
    except unknown:
        return UNKNOWN
    return plain(value, unknown)


class Secrets:
    """The secret texts of one run. They never stand in a message."""

    def __init__(self) -> None:
        self._texts: set[str] = set()

    def note(self, wire: Any) -> None:
        """Remember each secret in values as they came over the wire."""
        if isinstance(wire, Mapping):
            if wire.get(MARK) == SECRET:
                self._texts.update(_texts(wire.get("value")))
            for value in wire.values():
                self.note(value)
        elif isinstance(wire, list):
            for value in wire:
                self.note(value)

    def hidden(self, message: str) -> str:
        """The message without any secret, the longest ones first."""
        for text in sorted(self._texts, key=lambda one: (-len(one), one)):
            message = message.replace(text, HIDDEN)
        return message


def _texts(value: Any) -> Iterator[str]:
    """The texts in a secret value: a rule may print a part of a secret document."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) and len(value) >= SHORTEST:
        yield value
        try:
            inside = json.loads(value)
        except ValueError:
            return
        if isinstance(inside, Mapping | list):
            yield from _texts(inside)

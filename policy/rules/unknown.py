"""Values that a preview cannot know. A rule that needs one is silent there and speaks in ``up``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Unknown:
    """What a preview cannot know."""


UNKNOWN = Unknown()
"""Whoever calls ``findings`` puts it where a value is unknown, at any depth."""


class UnknownValueError(Exception):
    """A check needs a value that is unknown."""


class View(Mapping[str, Any]):
    """An object whose unknown values cannot be read: reading one raises ``UnknownValueError``."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return known(self._values[key])

    def get(self, key: str, default: Any = None) -> Any:
        """The value; the default stands for one that is missing or null, as in the provider."""
        value = super().get(key)
        return default if value is None else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __repr__(self) -> str:
        return repr(dict(self.items()))


class Outputs(View):
    """Outputs. One that is missing is unknown too: the engine leaves out what it does not know."""

    def __getitem__(self, key: str) -> Any:
        if key not in self._values:
            raise UnknownValueError(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The output; the default stands for one that is there and null."""
        value = self[key]
        return default if value is None else value


def known(value: Any) -> Any:
    """The value. Raises ``UnknownValueError`` where it is unknown, or an item of it."""
    if isinstance(value, Unknown):
        raise UnknownValueError("unknown")
    if isinstance(value, Mapping) and not isinstance(value, View):
        return View(value)
    if isinstance(value, list | tuple):
        return [known(item) for item in value]
    return value

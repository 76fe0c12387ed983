"""A resource's inputs. ``finish`` raises for one that the creator neither read nor ignored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

RANDOM_DIGITS = 7
"""Number of random hex digits that Pulumi appends to a name."""


def random_digits(count: int) -> str:
    """Random hex digits."""
    return secrets.token_hex(count)[:count]


class UnhandledPropertyError(Exception):
    """A resource has a property that its creator neither passes on nor ignores."""


class Inputs:
    """The inputs of one resource, or one object inside them.

    The creator must read or ignore every property, inside objects too.
    An ``Inputs`` without any property is false.
    """

    def __init__(
        self,
        resource_type: str,
        name: str,
        values: Mapping[str, Any],
        *,
        random_part: str = "",
        auto_name: str = "",
    ) -> None:
        self.name = name
        self._type = resource_type
        self._random_part = random_part or random_digits(RANDOM_DIGITS)
        self._auto_name = auto_name or f"{name}-{self._random_part}"
        self._path = ""
        self._values = dict(values)
        self._left = set(values)
        self._objects: list[Inputs] = []

    def __bool__(self) -> bool:
        return bool(self._values)

    def take(self, key: str, default: Any = None) -> Any:
        """The property's value, or ``default`` when the program did not set it.

        Raises ``UnhandledPropertyError`` for an object: ``take`` would lose its properties.
        """
        value = self._value(key, default)
        parts = value if isinstance(value, list) else [value]
        if value is not default and any(isinstance(part, dict) for part in parts):
            raise UnhandledPropertyError(
                f"{self._type} {self.name!r} sets {self._path}{key}, which is an object: its "
                "creator in local/provisioners/ must read it with nested(), nested_list() or "
                "mapping()"
            )
        return value

    def nested(self, key: str) -> Inputs:
        """The object at ``key``, without any property when the program did not set it."""
        return self._object(key, self._value(key, None) or {})

    def nested_list(self, key: str) -> list[Inputs]:
        """The objects of the list at ``key``."""
        values = self._value(key, None) or []
        return [self._object(f"{key}[{index}]", value) for index, value in enumerate(values)]

    def mapping(self, key: str) -> dict[str, Any]:
        """The object at ``key``, whose keys the program chose."""
        return dict(self._value(key, None) or {})

    def present(self, *keys: str) -> dict[str, Any]:
        """Those of the properties that the program set, by their names in AWS's API."""
        taken = {key: self.take(key) for key in keys}
        return {key[0].upper() + key[1:]: v for key, v in taken.items() if v is not None}

    def ignore(self, *keys: str) -> None:
        """Accept properties that the emulator has no use for."""
        self._left -= set(keys)

    def physical_name(self) -> str:
        """``name``, or ``namePrefix`` with random digits, or what the stage calls the resource.

        A plan has placeholders for random digits, such as xxxxxxx.
        """
        prefix = self.take("namePrefix")
        auto_name = f"{prefix}{self._random_part}" if prefix else self._auto_name
        return str(self.take("name") or auto_name)

    def finish(self) -> None:
        """Raise ``UnhandledPropertyError`` when a property was neither taken nor ignored."""
        left = self._all_left()
        if left:
            raise UnhandledPropertyError(
                f"{self._type} {self.name!r} sets {', '.join(sorted(left))}, which its "
                f"creator in local/provisioners/ does not handle: pass it on, or ignore() it"
            )

    def _value(self, key: str, default: Any) -> Any:
        self._left.discard(key)
        return self._values.get(key, default)

    def _object(self, key: str, values: Mapping[str, Any]) -> Inputs:
        inside = Inputs(self._type, self.name, values, random_part=self._random_part)
        inside._auto_name = self._auto_name
        inside._path = f"{self._path}{key}."
        self._objects.append(inside)
        return inside

    def _all_left(self) -> list[str]:
        inside = [path for each in self._objects for path in each._all_left()]
        return [f"{self._path}{key}" for key in self._left] + inside

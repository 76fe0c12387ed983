"""The kinds of checks that the provider makes of one value. ``formats`` has those of texts with a
form of their own, ``combinations`` those of several properties.

Each says in ``allowed`` what it takes; the words stand in refusals and in docs/provider-rules.md.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from local.aws_provider.paths import values_at


@dataclass(frozen=True)
class Fault:
    """A value that the provider does not take."""

    path: str
    value: object
    allowed: str


@dataclass(frozen=True)
class Check(ABC):
    """What the provider takes at one path."""

    path: str

    @property
    @abstractmethod
    def allowed(self) -> str:
        """What is allowed, in words."""

    def faults(self, inputs: Mapping[str, object]) -> Iterator[Fault]:
        """Values that are not allowed. What is not set is."""
        for path, value in values_at(inputs, self.path):
            if not self.takes(value):
                yield Fault(path, value, self.allowed)

    def takes(self, value: object) -> bool:
        """Whether the provider takes this value. Only checks of a single value answer it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Length(Check):
    """A text of so many bytes: the provider counts bytes, not characters."""

    least: int
    most: int

    @property
    def allowed(self) -> str:
        return f"{self.least} to {self.most} bytes"

    def takes(self, value: object) -> bool:
        return not isinstance(value, str) or self.least <= len(value.encode()) <= self.most


@dataclass(frozen=True)
class Matches(Check):
    """A text that a pattern matches as a whole."""

    pattern: str
    words: str

    @property
    def allowed(self) -> str:
        return self.words

    def takes(self, value: object) -> bool:
        return not isinstance(value, str) or bool(re.fullmatch(self.pattern, value, re.ASCII))


@dataclass(frozen=True)
class OneOf(Check):
    """One of several values."""

    values: tuple[object, ...]

    @property
    def allowed(self) -> str:
        return "one of " + ", ".join(map(str, self.values))

    def takes(self, value: object) -> bool:
        return value in self.values


@dataclass(frozen=True)
class Between(Check):
    """A number from ``least`` to ``most`` (None: no end), or one of the others."""

    least: int
    most: int | None = None
    others: tuple[int, ...] = ()

    @property
    def allowed(self) -> str:
        reach = f"{self.least} or more" if self.most is None else f"{self.least} to {self.most}"
        return " or ".join([reach, *map(str, self.others)])

    def takes(self, value: object) -> bool:
        return not isinstance(value, int | float) or (
            value in self.others
            or (self.least <= value and (self.most is None or value <= self.most))
        )


@dataclass(frozen=True)
class Period(Check):
    """Seconds of a CloudWatch period: a multiple of 60, or one of the short ones."""

    short: tuple[int, ...]

    @property
    def allowed(self) -> str:
        return f"a multiple of 60, or one of {', '.join(map(str, self.short))}"

    def takes(self, value: object) -> bool:
        return not isinstance(value, int | float) or value in self.short or value % 60 == 0


@dataclass(frozen=True)
class AtMost(Check):
    """A list of so many items."""

    most: int

    @property
    def allowed(self) -> str:
        return f"{self.most} items at most"

    def takes(self, value: object) -> bool:
        return not isinstance(value, list) or len(value) <= self.most

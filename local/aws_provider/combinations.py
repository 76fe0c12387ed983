"""The kinds of checks that the provider makes of several properties together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from local.aws_provider.checks import Check, Fault
from local.aws_provider.paths import is_set, values_at


@dataclass(frozen=True)
class Excludes(Check):
    """Where the path is set, the others are not (ConflictsWith)."""

    others: tuple[str, ...]

    @property
    def allowed(self) -> str:
        return f"without {' or '.join(self.others)}"

    def faults(self, inputs: Mapping[str, object]) -> Iterator[Fault]:
        if is_set(inputs, self.path):
            for other in self.others:
                if is_set(inputs, other):
                    yield Fault(self.path, _value(inputs, self.path), f"nothing beside {other}")


@dataclass(frozen=True)
class OneOfThese(Check):
    """One of the paths is set: exactly one, or with ``several`` at least one."""

    others: tuple[str, ...]
    several: bool = False

    @property
    def allowed(self) -> str:
        return f"{'or' if self.several else 'or else'} {' or '.join(self.others)}"

    def faults(self, inputs: Mapping[str, object]) -> Iterator[Fault]:
        paths = (self.path, *self.others)
        found = [path for path in paths if is_set(inputs, path)]
        if not found or (len(found) > 1 and not self.several):
            count = "at least" if self.several else "exactly"
            allowed = f"{count} one of {', '.join(paths)}, and {len(found)} are set"
            yield Fault(self.path, _value(inputs, self.path), allowed)


@dataclass(frozen=True)
class Needed(Check):
    """The path is set when another one has a value (``when``), or is set at all (None)."""

    other: str
    when: object = None
    unset_means: object = None
    """The value that the other one has when it is not set."""

    @property
    def allowed(self) -> str:
        return f"set when {self.other} is {'set' if self.when is None else self.when}"

    def faults(self, inputs: Mapping[str, object]) -> Iterator[Fault]:
        values = [value for _, value in values_at(inputs, self.other)] or [self.unset_means]
        applies = any(
            value not in (None, "") if self.when is None else value == self.when for value in values
        )
        if applies and not is_set(inputs, self.path):
            yield Fault(self.path, None, self.allowed)


@dataclass(frozen=True)
class Forbidden(Check):
    """The path is not set when another one has the value ``when``."""

    other: str
    when: object
    unset_means: object = None

    @property
    def allowed(self) -> str:
        return f"unset when {self.other} is {self.when}"

    def faults(self, inputs: Mapping[str, object]) -> Iterator[Fault]:
        values = [value for _, value in values_at(inputs, self.other)] or [self.unset_means]
        for path, value in values_at(inputs, self.path):
            if self.when in values and value not in (0, ""):
                yield Fault(path, value, self.allowed)


@dataclass(frozen=True)
class EveryKey(Check):
    """A table's attributes are the keys of the table and its indexes, and every one of those."""

    @property
    def allowed(self) -> str:
        return "the keys of the table and its indexes, all of them and nothing else"

    def faults(self, inputs: Mapping[str, object]) -> Iterator[Fault]:
        keys = {
            str(value)
            for prefix in ("", "globalSecondaryIndexes[].", "localSecondaryIndexes[].")
            for key in ("hashKey", "rangeKey", "keySchemas[].attributeName")
            for _, value in values_at(inputs, f"{prefix}{key}")
        }
        named = {str(value) for _, value in values_at(inputs, f"{self.path}[].name")}
        if keys != named:
            allowed = f"{self.allowed}: {', '.join(sorted(keys))}"
            yield Fault(self.path, sorted(named), allowed)


def _value(inputs: Mapping[str, object], path: str) -> object:
    return next((value for _, value in values_at(inputs, path)), None)

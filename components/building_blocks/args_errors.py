"""What a wrong field of a component's Args ends in: one error that says where, and what to do.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class ArgsError(ValueError):
    """A field of a component's Args is wrong."""

    def __init__(self, component: str, field: str, problem: str, name: str = "") -> None:
        super().__init__(component, field, problem)
        self.component = component
        """The component's class, such as ``RealtimeNotifier``."""
        self.field = field
        """The field's name. Nested fields are dotted: ``steps['pack'].retry.max_attempts``."""
        self.problem = problem
        """What is wrong, what is allowed and what to do: the text after the field."""
        self.name = name
        """The component's name in the program. Empty where it is not known, or is what is wrong."""

    def __str__(self) -> str:
        named = f" {self.name!r}" if self.name else ""
        return f"{self.component}{named}: {self.field} {self.problem}"


class NameTooLongError(ArgsError):
    """A component's name is too long under the stage's naming pattern."""

    def __init__(self, component: str, problem: str, over: int, pattern: str) -> None:
        super().__init__(component, "name", problem)
        self.over = over
        """How many characters too many the longest physical name would have."""
        self.pattern = pattern
        """The stage's pattern of that name, as it is written."""


@dataclass(frozen=True)
class Place:
    """Where a value stands in a component's Args."""

    component: str
    field: str = ""
    """Empty for the Args as a whole."""
    name: str = ""
    """The component's name in the program, where it is known."""

    def of(self, name: str) -> Place:
        """The place of a field within this one."""
        return Place(self.component, f"{self.field}.{name}" if self.field else name, self.name)

    def error(self, problem: str) -> ArgsError:
        """The error about the value here."""
        return ArgsError(self.component, self.field or "args", problem, self.name)


@contextmanager
def errors_of(name: str) -> Iterator[None]:
    """Inside, errors about a component's Args name the component, if they do not yet."""
    try:
        yield
    except ArgsError as error:
        error.name = error.name or name
        raise

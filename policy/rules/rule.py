"""A rule, and what it judges. Every rule of this folder is made of these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .registered import Registered


class Severity(StrEnum):
    """What a finding means for the stage."""

    MANDATORY = "mandatory"
    """The stage must not reach AWS like this."""
    ADVISORY = "advisory"
    """It may; somebody should look."""


class Resource(Protocol):
    """One resource as a program registered it."""

    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def urn(self) -> str: ...
    @property
    def inputs(self) -> Mapping[str, Any]:
        """The program's values by their camelCase names; ``UNKNOWN`` for one that is unknown."""

    @property
    def outputs(self) -> Mapping[str, Any]:
        """Likewise, and ``id``. One that is missing counts as unknown."""

    @property
    def dependencies(self) -> Sequence[str]:
        """URNs of the resources that this one depends on."""

    @property
    def custom(self) -> bool: ...
    @property
    def read(self) -> bool:
        """Whether the program only reads the resource, which exists beside it."""


Check = Callable[[Resource, "Registered"], Iterator[str]]


@dataclass(frozen=True)
class Rule:
    """What must hold of each resource of some types."""

    id: str
    """Kebab-case. A waiver names it, so it never changes."""
    severity: Severity
    holds: str
    """What must hold, one sentence."""
    remedy: str
    """What to do, one imperative clause."""
    kinds: tuple[str, ...]
    """Short names of ``TYPES``: the check is called once for each such resource."""
    check: Check
    """The problems, one sentence each, without the resource's name."""
    source: str
    """Who says so: AWS's document by its name, or the reason of this project."""
    alone: bool = True
    """It looks at nothing but the resource's own inputs."""
    production: bool = False
    """It holds for stages of production only."""


@dataclass(frozen=True)
class Finding:
    """A rule that does not hold of one resource."""

    rule: Rule
    name: str
    urn: str
    problem: str

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}; {self.rule.remedy} [{self.rule.id}]"

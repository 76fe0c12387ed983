"""What a run of a program leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

REFUSED = 78
"""How a program's process exits when the program refused its settings: EX_CONFIG of sysexits.h."""


class ProgramError(Exception):
    """The program, or the creation of one of its resources, failed; the text says which."""


@dataclass
class RegisteredResource:
    """One resource as the program registered it."""

    type: str
    name: str
    urn: str
    parent: str
    custom: bool
    inputs: dict[str, Any]
    """Plain values by their camelCase names: secrets unwrapped, whole floats made integers."""
    dependencies: list[str]
    """URNs that the program said this resource depends on, its inputs' sources among them."""
    outputs: dict[str, Any] = field(default_factory=dict)


@dataclass
class ProgramResult:
    """Everything a finished program registered and exported."""

    exports: dict[str, Any]
    resources: list[RegisteredResource]
    warnings: list[str]

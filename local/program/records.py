"""What a program registers, what creating a resource answers, and what a finished run leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from local.program.options import Options

REFUSED = 78
"""Exit code of a program that refused its settings: EX_CONFIG of sysexits.h."""


class ProgramError(Exception):
    """The program, or the creation of one of its resources, failed; the text says which."""


class Created(NamedTuple):
    """One resource after its creation, with its outputs by their camelCase names.

    An output that is missing here gets the value of the input of the same name.
    """

    id: str
    outputs: Mapping[str, Any] = MappingProxyType({})


class ResourceHandler(Protocol):
    """Creates resources and answers provider functions. Called from several threads at once."""

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        """Create one resource. ``name`` is its name in the program."""

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a provider function such as ``aws:index/getRegion:getRegion``."""


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
    """URNs of the resources that this one depends on, the sources of its inputs among them."""
    options: Options = field(default_factory=Options)
    outputs: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, list[str]] = field(default_factory=dict)
    """Property -> URNs of the resources whose outputs it comes from."""
    secrets: list[str] = field(default_factory=list)
    """Properties that are secret, or have a secret inside."""
    read: bool = False
    """Whether the program only reads the resource, which exists beside it."""


@dataclass
class ProgramResult:
    """Everything that one run of a program registered and exported."""

    exports: dict[str, Any]
    resources: list[RegisteredResource]
    warnings: list[str]

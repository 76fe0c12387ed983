"""Which function creates which resource type, and how inputs are taken without losing any."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


class UnknownResourceTypeError(Exception):
    """The program registered a type that the local stage was never taught."""


class UnhandledPropertyError(Exception):
    """A resource has a property that its creator neither passes on nor ignores."""


class Inputs:
    """A resource's inputs; every one must be taken or ignored, or creation fails."""

    def __init__(self, resource_type: str, name: str, values: Mapping[str, Any]) -> None:
        self.name = name
        self._type = resource_type
        self._values = dict(values)
        self._left = set(values)

    def take(self, key: str, default: Any = None) -> Any:
        """The property's value, or ``default`` when the program did not set it."""
        self._left.discard(key)
        return self._values.get(key, default)

    def present(self, *keys: str) -> dict[str, Any]:
        """Those of the properties that the program set, by their names in AWS's API."""
        taken = {key: self.take(key) for key in keys}
        return {key[0].upper() + key[1:]: v for key, v in taken.items() if v is not None}

    def ignore(self, *keys: str) -> None:
        """Say that the emulator has no use for these: they are checked elsewhere, or by AWS."""
        self._left -= set(keys)

    def physical_name(self) -> str:
        """The given name, or the logical one with seven random hex digits, as Pulumi does."""
        prefix = self.take("namePrefix", f"{self.name}-")
        return str(self.take("name") or f"{prefix}{secrets.token_hex(4)[:7]}")

    def finish(self) -> None:
        """Raise ``UnhandledPropertyError`` when a property was neither taken nor ignored."""
        if self._left:
            raise UnhandledPropertyError(
                f"{self._type} {self.name!r} sets {', '.join(sorted(self._left))}, which its "
                f"creator in local/provisioners/ does not handle: pass it on, or ignore() it"
            )


@dataclass
class FunctionRecord:
    """A function of the stage and the files it was made of."""

    physical_name: str
    log_group: str
    files: dict[str, Path] = field(default_factory=dict)


class Clients(Protocol):
    """What creators need of the provisioner."""

    endpoint_url: str
    region: str
    project_dir: Path
    functions: dict[str, FunctionRecord]

    def client(self, service: str) -> Any:
        """The boto3 client of a service on the emulator."""


Creator = Callable[[Clients, Inputs], tuple[str, dict[str, Any]]]
CREATORS: dict[str, Creator] = {}


def creates(resource_type: str) -> Callable[[Creator], Creator]:
    """Register the decorated function as the creator of one resource type."""

    def register(creator: Creator) -> Creator:
        CREATORS[resource_type] = creator
        return creator

    return register


def creator_of(resource_type: str) -> Creator:
    """The type's creator; ``UnknownResourceTypeError`` names the file to add one in."""
    if resource_type not in CREATORS:
        service = resource_type.split(":")[1].split("/")[0]
        raise UnknownResourceTypeError(
            f"the local stage cannot create {resource_type}; add a function decorated with "
            f"@creates({resource_type!r}) in local/provisioners/{service}.py"
        )
    return CREATORS[resource_type]

"""Which function creates which resource type, and what a creator may use."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.program import Created, Naming
from local.provisioners.inputs import Inputs


class UnknownResourceTypeError(Exception):
    """The program registered a type that no creator handles."""


@dataclass
class FunctionRecord:
    """A function of the stage and the files that it was made of."""

    physical_name: str
    log_group: str
    files: dict[str, Path] = field(default_factory=dict)
    """Name inside the archive -> path of its source."""


class Clients(ABC):
    """What creators use: AWS's API, and what earlier creators noted."""

    def __init__(self, region: str, project_dir: Path, naming: Naming) -> None:
        self.region, self.project_dir, self.naming = region, project_dir, naming
        self.functions: dict[str, FunctionRecord] = {}
        """By the function's name in the program."""
        self.api_protocols: dict[str, str] = {}
        """API id -> ``WEBSOCKET`` or ``HTTP``."""
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        """The boto3 client of a service; thread-safe and kept."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._new_client(service)
            return self._clients[service]

    @abstractmethod
    def _new_client(self, service: str) -> Any: ...

    @abstractmethod
    def api_endpoint(self, api_id: str, protocol: str) -> str:
        """The address of an API, without a stage."""


Creator = Callable[[Clients, Inputs], Created]
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
        raise UnknownResourceTypeError(
            f"the local stage cannot create {resource_type}; add a function decorated with "
            f"@creates({resource_type!r}) in local/provisioners/{_module_of(resource_type)}.py"
        )
    return CREATORS[resource_type]


def service_of(resource_type: str) -> str:
    """``lambda`` of ``aws:lambda/function:Function``."""
    return resource_type.split(":")[1].split("/")[0]


def _module_of(resource_type: str) -> str:
    """The module that creates types of the same service, or the service as a new one's name."""
    service = service_of(resource_type)
    modules = (
        creator.__module__.rsplit(".", 1)[-1]
        for known, creator in CREATORS.items()
        if service_of(known) == service
    )
    return next(modules, service)

"""What the program's process needs to know for one run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RunSettings:
    """The settings of one run."""

    project_dir: str
    project: str
    stack: str
    config: dict[str, str]
    """Configuration by full key, as the texts that Pulumi hands to a program."""
    secret_keys: list[str]
    """Keys of the configuration that are secrets or hold some."""
    dry_run: bool
    """Whether the run is a preview: nothing is created."""
    address: str
    """``host:port`` of the monitor and the engine."""

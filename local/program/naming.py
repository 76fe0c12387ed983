"""The names that Pulumi would give: the stage's ``pulumi:autonaming``, as the engine reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.program.records import ProgramError

KEY = "pulumi:autonaming"
DEFAULT = "${name}-${hex(7)}"
ORGANIZATION = "local"
_PATTERNS_OF_MODES = {"default": DEFAULT, "verbatim": "${name}", "disabled": "${name}"}
_RANDOM = re.compile(r"\$\{(?:hex|alphanum|string|num)\((\d+)\)\}|\$\{uuid\}")
_SETTING = re.compile(r"\$\{config\.([^}]+)\}")
_UUID_CHARACTERS = 36


@dataclass(frozen=True)
class Naming:
    """How a stage names the resources that its program gives no name."""

    project: str = ""
    stack: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    """By full key, as Pulumi hands it to a program."""

    def __post_init__(self) -> None:
        _sections(self.config.get(KEY) or "{}")

    def name(self, resource_type: str, name: str, random: Callable[[int], str]) -> str:
        """The physical name. ``random`` answers that many characters.

        Each kind of random part gets hex digits: they are allowed wherever the others are.
        """
        known = {
            "${name}": name,
            "${project}": self.project,
            "${stack}": self.stack,
            "${org}": ORGANIZATION,
            "${organization}": ORGANIZATION,
        }
        pattern = _SETTING.sub(
            lambda found: self.config.get(f"{self.project}:{found[1]}", ""),
            self._pattern(resource_type),
        )
        for variable, value in known.items():
            pattern = pattern.replace(variable, value)
        return _RANDOM.sub(lambda found: random(int(found[1] or _UUID_CHARACTERS)), pattern)

    def _pattern(self, resource_type: str) -> str:
        """The type's own pattern, else the provider's, else that of all resources."""
        everywhere = _sections(self.config.get(KEY) or "{}")
        provider = everywhere.get("providers", {}).get(resource_type.partition(":")[0])
        own = (provider or {}).get("resources", {}).get(resource_type)
        for one in (own, provider, everywhere):
            if one is not None:
                mode = str(one.get("mode"))
                return str(one.get("pattern") or _PATTERNS_OF_MODES.get(mode, DEFAULT))
        return DEFAULT


def _sections(text: str) -> dict[str, Any]:
    """The key's value. Raises ``ProgramError`` for one that no pattern can be read from."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    providers = found.get("providers", {}) if isinstance(found, dict) else None
    sections = [*providers.values()] if isinstance(providers, dict) else [None]
    sections += [
        inside
        for one in sections
        if isinstance(one, dict)
        for resources in [one.get("resources", {})]
        for inside in (resources.values() if isinstance(resources, dict) else [None])
    ]
    if not all(isinstance(one, dict) for one in sections):
        raise ProgramError(
            f"{KEY} must be a mapping with mode or pattern, such as {{pattern: '{DEFAULT}'}}, and "
            f"the same below providers.<provider> and its resources.<type>, got {text}"
        )
    return dict(found)


BY_DEFAULT = Naming()
"""Without ``pulumi:autonaming``."""

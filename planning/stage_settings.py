"""The settings of a stage that a plan needs, from its file and the defaults of Pulumi.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

STAGE_NAME = re.compile(r"[A-Za-z0-9_.-]+")


class SettingsError(ValueError):
    """The stage has no file, or its file cannot be used."""


@dataclass(frozen=True)
class PlanSettings:
    """What changes a plan."""

    subscription_check_minutes: int
    connect_rate_limit: int


def settings_of(project: Path, stage: str) -> PlanSettings:
    """The settings in force. ``SettingsError`` where there is no such stage."""
    file = project / f"Pulumi.{stage}.yaml"
    if not STAGE_NAME.fullmatch(stage) or not file.is_file():
        known = sorted(path.name.split(".")[1] for path in project.glob("Pulumi.*.yaml"))
        raise SettingsError(f"STAGE must be one of {', '.join(known)}, got {stage!r}")
    declared = _read(project / "Pulumi.yaml")
    given = _read(file).get("config") or {}

    def setting(name: str) -> int:
        value = given.get(f"{declared['name']}:{name}", declared["config"][name]["default"])
        try:
            return int(value)
        except (TypeError, ValueError):
            raise SettingsError(f"{name} in {file.name} must be a whole number") from None

    return PlanSettings(setting("subscriptionCheckMinutes"), setting("connectRateLimit"))


def _read(file: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SettingsError(f"{file.name} is no YAML: {error}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{file.name} has no settings")
    return found

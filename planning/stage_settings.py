"""The settings of a stage that a plan needs, and the load that they expect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from planning.load import Load, load_of

PEAK, CONNECTS = "expectedPeakConnections", "expectedConnectsPerSecond"
CHECK_MINUTES, RATE_LIMIT = "subscriptionCheckMinutes", "connectRateLimit"
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

    return PlanSettings(setting(CHECK_MINUTES), setting(RATE_LIMIT))


def expected_load(settings: Mapping[str, str]) -> Load | None:
    """The load of a stage with these settings in force, by their full keys (``shop:logLevel``).

    None where they name no peak. ``LoadError`` where a number cannot be used.
    """
    by_name = {key.rpartition(":")[2]: value for key, value in settings.items()}
    if PEAK not in by_name:
        return None
    load = load_of(by_name[PEAK], connects=by_name.get(CONNECTS, ""))
    minutes = by_name.get(CHECK_MINUTES, "")
    return replace(load, subscription_check_minutes=int(minutes)) if minutes.isdigit() else load


def _read(file: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SettingsError(f"{file.name} is no YAML: {error}") from error
    if not isinstance(found, dict):
        raise SettingsError(f"{file.name} has no settings")
    return found

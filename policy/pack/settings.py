"""What a team sets of the pack: which stacks are production, and the waivers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from policy.rules import FILE, PRODUCTION_STAGES, Waiver, WaiverError, waivers_of

ID = "pack-settings"
CONFIG = {
    "productionStacks": {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "description": "Names, or patterns such as prod-*, of the stacks that are production.",
    },
    "waivers": {
        "type": "array",
        "items": {"type": "object"},
        "description": f"Written exceptions, with the fields of {FILE}.",
    },
}
"""JSON schemas of the settings. The engine checks a config against them."""
PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


class SettingsError(ValueError):
    """A setting that cannot be used; the text says which and what to write."""


@dataclass(frozen=True)
class Settings:
    """What holds for one run."""

    production_stacks: tuple[str, ...] = PRODUCTION_STAGES
    waivers: tuple[Waiver, ...] = ()


def settings_of(config: Mapping[str, Any], shell_folder: str | None, project: str) -> Settings:
    """The settings: the config of the policy ``pack-settings``, and the file of waivers.

    The file is that of ``program_folder``. Raises ``SettingsError``.
    """
    for key in config:
        if key not in CONFIG:
            raise SettingsError(
                f"{ID}: there is no setting {key!r}; the settings are {', '.join(CONFIG)}"
            )
    try:
        written = waivers_of({"waivers": config.get("waivers", [])})
    except WaiverError as error:
        raise SettingsError(f"{ID}: {error}") from error
    names = tuple(config.get("productionStacks", PRODUCTION_STAGES))
    return Settings(names, (*written, *_of_the_file(shell_folder, project)))


def _of_the_file(shell_folder: str | None, project: str) -> tuple[Waiver, ...]:
    folder = program_folder(shell_folder, project)
    if folder is None or not (folder / FILE).is_file():
        return ()
    try:
        return waivers_of((folder / FILE).read_text(encoding="utf-8"))
    except (WaiverError, UnicodeDecodeError) as error:
        raise SettingsError(f"{folder / FILE}: {error}") from error


def program_folder(shell_folder: str | None, project: str) -> Path | None:
    """Where the program's Pulumi.yaml is, as far as the pack's process can know.

    The process works in the pack's folder. From ``pulumi`` it inherits ``PWD``, the folder that a
    shell was in. With ``pulumi -C`` or from Pulumi's automation that may be another one: a folder
    counts only if its project has the name of the one that runs.
    """
    if not shell_folder:
        return None
    for folder in (Path(shell_folder), *Path(shell_folder).parents):
        for name in PROJECT_FILES:
            if (folder / name).is_file():
                return folder if _project_name(folder / name) == project else None
    return None


def _project_name(file: Path) -> Any:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    return content.get("name") if isinstance(content, Mapping) else None

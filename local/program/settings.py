"""The project file and one stage's settings, as the program will see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local.program.records import ProgramFailed


def project_name(project_dir: Path) -> str:
    """``name`` of Pulumi.yaml."""
    return str(_read(project_dir / "Pulumi.yaml")["name"])


def stage_config(project_dir: Path, stage: str, overrides: Mapping[str, object]) -> dict[str, str]:
    """Every configured key with its namespace, as the texts that Pulumi hands to a program.

    Order of precedence: ``overrides``, the stage's file, defaults of the project file's schema.
    """
    project = _read(project_dir / "Pulumi.yaml")
    config: dict[str, object] = {}
    for key, schema in (project.get("config") or {}).items():
        full = key if ":" in key else f"{project['name']}:{key}"
        given = (
            schema if not isinstance(schema, dict) else schema.get("value", schema.get("default"))
        )
        if given is not None:
            config[full] = given
    config |= _read(project_dir / f"Pulumi.{stage}.yaml").get("config") or {}
    config |= overrides
    return {key: _text(value) for key, value in config.items()}


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ProgramFailed(
            f"{path} does not exist: a stage needs Pulumi.yaml and Pulumi.<stage>.yaml"
        )
    content = yaml.safe_load(path.read_text())
    if not isinstance(content, dict):
        raise ProgramFailed(f"{path} must hold a YAML mapping, got {type(content).__name__}")
    return content


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

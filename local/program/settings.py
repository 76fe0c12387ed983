"""The project file and the settings of one stage, as the program reads them."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local.program.records import ProgramError


def project_name(project_dir: Path) -> str:
    """``name`` of Pulumi.yaml."""
    path = project_dir / "Pulumi.yaml"
    name = _read(path).get("name")
    if not isinstance(name, str):
        raise ProgramError(f"{path} must hold the project's name as a text, got {name!r}")
    return name


def stage_config(project_dir: Path, stage: str, overrides: Mapping[str, object]) -> dict[str, str]:
    """Every configured key with its namespace, as the texts that Pulumi hands to a program.

    Order of precedence: ``overrides``, the stage's file, defaults of the project file's schema.
    Raises ``ProgramError`` for a key of the stage's file that the schema does not know.
    """
    name, schemas = project_name(project_dir), _section(project_dir / "Pulumi.yaml")
    config: dict[str, object] = {}
    for key, schema in schemas.items():
        value = (
            schema if not isinstance(schema, dict) else schema.get("value", schema.get("default"))
        )
        if value is not None:
            config[_full(name, key)] = value
    file = project_dir / f"Pulumi.{stage}.yaml"
    settings = _section(file)
    for key in settings:
        _check_key(file, name, {_full(name, known) for known in schemas}, str(key))
    config |= settings
    config |= overrides
    return {key: _text(value) for key, value in config.items()}


def _full(name: str, key: str) -> str:
    return key if ":" in key else f"{name}:{key}"


def _check_key(file: Path, name: str, known: set[str], key: str) -> None:
    """Refuse a misspelt key of the project's own namespace, and a key without a namespace.

    Pulumi accepts both without a warning, and the program would never read them.
    """
    ours = {one for one in known if one.startswith(f"{name}:")}
    if ":" not in key:
        raise ProgramError(f"{file}: setting {key!r} lacks its namespace; write {name}:{key}")
    if not ours or key in ours or not key.startswith(f"{name}:"):
        return  # a provider's key, or the project declares no settings
    alike = difflib.get_close_matches(key, sorted(ours), n=1)
    hint = f"; did you mean {alike[0]}?" if alike else ""
    allowed = ", ".join(sorted(one.split(":", 1)[1] for one in ours))
    raise ProgramError(f"{file}: unknown setting {key}{hint} Pulumi.yaml declares: {allowed}")


def _section(path: Path) -> dict[str, Any]:
    section = _read(path).get("config") or {}
    if not isinstance(section, dict):
        raise ProgramError(
            f"{path}: config must map keys to values, got a {type(section).__name__} in line "
            f"{_line_of(path, 'config')}; write config:, and below it, indented, one key: value "
            "a line"
        )
    return section


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ProgramError(
            f"{path} does not exist: a stage needs Pulumi.yaml and Pulumi.<stage>.yaml"
        )
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else "?"
        raise ProgramError(f"{path}, line {line} is no YAML: {_problem(error)}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProgramError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise ProgramError(f"{path} must hold a YAML mapping, got {type(content).__name__}")
    return content


def _problem(error: Any) -> str:
    """The parser's message, with the line where the unfinished value begins."""
    said = " ".join(f"{error.context or ''} {error.problem or ''}".split())
    begun = error.context_mark
    if begun and error.problem_mark and begun.line != error.problem_mark.line:
        said += f" (begun in line {begun.line + 1})"
    return f"{said}; indent with spaces, not with tabs" if r"'\t'" in said else said


def _line_of(path: Path, key: str) -> int:
    """The line on which the value of a top-level key begins."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    return next(int(value.start_mark.line) + 1 for name, value in node.value if name.value == key)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)

"""Pulumi.yaml and Pulumi.<stage>.yaml as they are written; faults are one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from local.program.records import ProgramError


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """Reads as Pulumi does: ``yes``, ``12:30``, ``2030-01-31`` are texts, ``5e3`` is a number."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own attribute
        first: [one for one in resolvers if one[0].rpartition(":")[2] in ("null", "merge")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*)", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def section(path: Path) -> dict[str, Any]:
    """``config`` of the file."""
    found = content(path).get("config") or {}
    if not isinstance(found, dict):
        raise ProgramError(
            f"{path}: config must map keys to values, got a {type(found).__name__} in line "
            f"{_line_of(path, 'config')}; write config:, and below it, indented, one key: value "
            "a line"
        )
    return found


def content(path: Path) -> dict[str, Any]:
    """The whole file."""
    if not path.is_file():
        raise ProgramError(
            f"{path} does not exist: a stage needs Pulumi.yaml and Pulumi.<stage>.yaml"
        )
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else "?"
        raise ProgramError(f"{path}, line {line} is no YAML: {_problem(error)}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProgramError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise ProgramError(f"{path} must hold a YAML mapping, got {type(found).__name__}")
    return found


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

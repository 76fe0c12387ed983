"""A saved change reaches exactly the functions that are made of the file."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from local.code_reload import CodeReload


class Provisioner:
    """Functions by name with their files; remembers whose code was updated."""

    def __init__(self, functions: dict[str, list[Path]]) -> None:
        self.functions = {
            name: SimpleNamespace(files={path.name: path for path in files})
            for name, files in functions.items()
        }
        self.updated: list[str] = []

    def update_function_code(self, logical_name: str) -> None:
        self.updated.append(logical_name)


def save(path: Path, text: str, at: int) -> None:
    path.write_text(text)
    os.utime(path, (at, at))


def test_only_functions_made_of_the_changed_file_are_updated_and_only_once(tmp_path: Path) -> None:
    shared, own, other = (tmp_path / name for name in ("shared.py", "own.py", "other.py"))
    for path in (shared, own, other):
        save(path, "old", at=1_000)
    provisioner: Any = Provisioner({"a": [shared, own], "b": [shared, other]})
    reload = CodeReload(provisioner)
    assert reload.reload_changed() == []

    save(own, "new", at=2_000)
    assert reload.reload_changed() == ["a"]
    assert reload.reload_changed() == []

    save(shared, "new", at=3_000)
    assert sorted(reload.reload_changed()) == ["a", "b"]
    assert provisioner.updated == ["a", "a", "b"]

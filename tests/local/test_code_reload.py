"""A saved change reaches exactly the functions that are made of the file."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local.code_reload import CodeReload
from local.provisioners import AwsProvisioner, FunctionRecord


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


def test_a_failed_update_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.py"
    save(own, "old", at=1_000)
    provisioner: Any = Provisioner({"a": [own]})
    reload = CodeReload(provisioner)
    save(own, "new", at=2_000)

    def deleted_meanwhile(name: str) -> None:
        raise FileNotFoundError(own)

    with monkeypatch.context() as patch:
        patch.setattr(provisioner, "update_function_code", deleted_meanwhile)
        assert reload.reload_changed() == []

    assert reload.reload_changed() == ["a"]


def test_a_deleted_file_is_left_out_of_the_functions_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, deleted = tmp_path / "kept.py", tmp_path / "deleted.py"
    for path in (kept, deleted):
        save(path, "", at=1_000_000_000)  # a zip has no times before 1980
    provisioner = AwsProvisioner("http://127.0.0.1:9", "us-east-1", tmp_path)
    provisioner.functions["a"] = FunctionRecord("a-1", "log", {p.name: p for p in (kept, deleted)})
    sent: list[bytes] = []
    client = SimpleNamespace(update_function_code=lambda **request: sent.append(request["ZipFile"]))
    monkeypatch.setattr(provisioner, "client", lambda service: client)
    reload = CodeReload(provisioner)

    deleted.unlink()

    assert reload.reload_changed() == ["a"]
    (code,) = sent
    assert zipfile.ZipFile(io.BytesIO(code)).namelist() == ["kept.py", "bootstrap"]

"""The functions' dependencies: the same lock gives the same bytes, for Lambda's platform."""

from __future__ import annotations

import fcntl
import hashlib
import re
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.building_blocks import dependency_layer
from components.building_blocks.dependency_layer import build_layer, layer_key
from tests.support.repository import REPO_ROOT

LOCK = REPO_ROOT / "functions" / "requirements.txt"


def content(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_two_machines_build_the_same_bytes_for_lambdas_platform(tmp_path: Path) -> None:
    first, second = (content(build_layer(LOCK, tmp_path / name)) for name in ("one", "two"))

    assert first == second
    assert "python/cryptography/__init__.py" in first
    assert "python/saga_step.py" in first
    native = [path for path in first if path.endswith(".so")]
    assert native
    assert all("aarch64" in path or ".abi3" in path for path in native), native
    assert not [path for path in first if path.endswith(".pyc")]


def test_a_layer_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    finished = tmp_path / layer_key(LOCK.read_bytes())
    finished.mkdir()

    assert build_layer(LOCK, tmp_path) == finished


def test_a_wheel_with_another_hash_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    forged = tmp_path / "requirements.txt"
    forged.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, LOCK.read_text()))

    with pytest.raises(pulumi.RunError, match=r"could not be built from .* whose hash is not the"):
        build_layer(forged, tmp_path / "layers")

    assert [path.name for path in (tmp_path / "layers").iterdir()] == ["lock"]


def refused(requirements: Path, tmp_path: Path) -> str:
    """Why the layer could not be built."""
    with pytest.raises(pulumi.RunError) as caught:  # Pulumi prints it without a traceback
        build_layer(requirements, tmp_path / "layers")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def nothing_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))


def test_an_index_that_does_not_answer_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_cached: None
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:1/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")

    said = refused(LOCK, tmp_path)

    assert "the package index does not answer at http://127.0.0.1:1/simple/" in said
    assert "UV_DEFAULT_INDEX" in said


def test_a_package_without_a_wheel_for_lambda_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_cached: None
) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "onlyhere-1.0-cp313-cp313-win_amd64.whl").write_bytes(b"")
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(wheels))
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"onlyhere==1.0 --hash=sha256:{'1' * 64}\n")

    said = refused(requirements, tmp_path)

    assert "there is no wheel of onlyhere==1.0 for Lambda's Python and arm64" in said
    assert "make lock" in said


def test_an_interpreter_without_uv_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))

    assert f"{bare} -m pip install uv" in refused(LOCK, tmp_path)


@pytest.mark.parametrize("locks", [fcntl, None], ids=["with locks", "as on Windows"])
def test_a_build_removes_what_one_that_was_killed_left(
    locks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dependency_layer, "fcntl", locks)
    (tmp_path / "0123456789abcdef.k1ll3d" / "python").mkdir(parents=True)
    (tmp_path / "fedcba9876543210").mkdir()  # another lock's, and whole
    none = tmp_path / "requirements.txt"
    none.touch()

    finished = build_layer(none, tmp_path)

    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        "fedcba9876543210",
        finished.name,
    }


def test_another_lock_python_or_platform_is_another_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {layer_key(b"a"), layer_key(b"b")}
    for name in ("PYTHON_VERSION", "PLATFORM", "RECIPE"):
        with monkeypatch.context() as changed:
            changed.setattr(dependency_layer, name, "other")
            keys.add(layer_key(b"a"))

    assert len(keys) == 5


def test_the_lock_is_made_for_the_platform_that_is_built() -> None:
    makefile = (REPO_ROOT / "Makefile").read_text()

    assert f"--python-version {dependency_layer.PYTHON_VERSION} " in makefile
    assert f"--python-platform {dependency_layer.PLATFORM} " in makefile

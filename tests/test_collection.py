"""A test that the runner never collects proves nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


def test_every_test_file_is_collected(request: pytest.FixtureRequest) -> None:
    meant_as_tests = {
        path.relative_to(TESTS.parent).as_posix()
        for path in TESTS.rglob("*.py")
        if path.name.startswith("test_") or _defines_a_test(path)
    }
    collected = {item.nodeid.split("::")[0] for item in request.session.items}
    if collected != meant_as_tests:  # this run was asked for some tests only
        collected = collected_anew()

    assert meant_as_tests == collected


def collected_anew() -> set[str]:
    listing = subprocess.run(
        [sys.executable, "-m", "pytest", "-o", "addopts=", "--collect-only", "-q", "tests"],
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listing.returncode == 0, listing.stdout[-2000:]
    return {line.split("::")[0] for line in listing.stdout.splitlines() if "::" in line}


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in TESTS.rglob("*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def _defines_a_test(path: Path) -> bool:
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        for node in ast.walk(ast.parse(path.read_text()))
    )

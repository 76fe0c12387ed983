"""Import directions: that import-linter's contracts bite, and what import-linter does not see."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

ALLOWED = {
    "__main__.py": {"typing", "stage", "components", "pulumi"},
    "stage.py": {"__future__", "collections.abc", "contextlib", "dataclasses", "typing", "pulumi"},
}
PACKAGES = ("benchmarks", "client", "components", "contract", "functions", "local", "operations",
            "tools")  # fmt: skip
# Planted module -> what it holds, and a part of the name of the contract that it breaks.
PLANTED = {
    "components/realtime_notifier/nested/planted.py": (
        "import components.saga.component", "no component imports another"),
    "components/building_blocks/nested/planted.py": (
        "import components.user_directory", "one component, what it is built of"),
    "components/saga/nested/planted.py": ("import boto3", "never AWS's client library"),
    "functions/checkout/domain/nested/planted.py": ("import boto3", "domain imports neither"),
    "functions/checkout/http/nested/planted.py": (
        "import functions.checkout.get_order", "functions.checkout: entry points"),
    "functions/realtime/helper.py": ("", "functions.realtime: entry points"),
    "functions/common/nested/planted.py": ("import functions.realtime", "common imports none"),
    "functions/realtime/push/nested/planted.py": ("import pulumi", "never import Pulumi"),
    "contract/nested/planted.py": ("import local.seed", "contract imports nothing"),
    "local/trials/nested/planted.py": ("import components", "never import one another"),
    "operations/nested/planted.py": ("import local.seed", "rooms:"),
}  # fmt: skip


def test_a_planted_import_in_a_nested_folder_breaks_its_contract(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            REPO_ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPO_ROOT / "pyproject.toml", tmp_path)
    for name, (text, _) in PLANTED.items():
        planted = tmp_path / name
        planted.parent.mkdir(exist_ok=True)
        (planted.parent / "__init__.py").touch()
        planted.write_text(text + "\n")

    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert linted.returncode == 1, linted.stdout + linted.stderr
    said = re.findall(r"(.*?) (KEPT|BROKEN)", " ".join(linted.stdout.split()))  # lines are wrapped
    broken = [contract for contract, verdict in said if verdict == "BROKEN"]
    for name, (_, contract) in PLANTED.items():
        assert any(contract in one for one in broken), (name, contract, broken)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_top_level_module_imports_only_what_the_house_allows(name: str) -> None:
    imported = set()
    for node in ast.walk(ast.parse((REPO_ROOT / name).read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module))

    assert imported <= ALLOWED[name]


def test_components_read_neither_configuration_nor_environment() -> None:
    assert modules_that_read_settings(REPO_ROOT / "components") == []


@pytest.mark.parametrize(
    "text", ["pulumi.Config()", "os.environ['STAGE']", "from os import environ"]
)
def test_a_read_of_settings_in_a_nested_folder_is_found(tmp_path: Path, text: str) -> None:
    nested = tmp_path / "saga" / "deeper"
    nested.mkdir(parents=True)
    (nested / "clean.py").write_text("environment = {}\n")
    (nested / "planted.py").write_text(text)

    assert modules_that_read_settings(tmp_path) == ["saga/deeper/planted.py"]


def modules_that_read_settings(folder: Path) -> list[str]:
    """The modules below ``folder``, at any depth, that read Pulumi's configuration or the
    environment."""
    return [
        source.relative_to(folder).as_posix()
        for source in sorted(folder.rglob("*.py"))
        if "pulumi.Config" in source.read_text()
        or "environ" in source.read_text().replace("environment", "")
    ]

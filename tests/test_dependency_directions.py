"""Import directions that import-linter does not see: the single modules at the top, and reads of
configuration and environment inside ``components/``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

ALLOWED = {
    "__main__.py": {"typing", "stage", "components", "pulumi"},
    "stage.py": {"__future__", "collections.abc", "contextlib", "dataclasses", "typing", "pulumi"},
}


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

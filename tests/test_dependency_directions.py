"""Import directions of the single modules at the top, which import-linter does not take."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = {
    "__main__.py": {"typing", "stage", "components", "pulumi"},
    "stage.py": {"__future__", "collections.abc", "contextlib", "dataclasses", "typing", "pulumi"},
}


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_top_level_module_imports_only_what_the_house_allows(name: str) -> None:
    imported = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module))

    assert imported <= ALLOWED[name]


def test_components_read_neither_configuration_nor_environment() -> None:
    for source in (ROOT / "components").glob("*.py"):
        text = source.read_text()
        assert "pulumi.Config" not in text, source.name
        assert "environ" not in text.replace("environment", ""), source.name

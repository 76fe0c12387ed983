"""Program, package and client have one version. ``pyproject.toml`` holds it."""

from __future__ import annotations

import json
import tomllib

from components.__main__ import VERSION
from tests.support.repository import REPO_ROOT


def test_the_package_and_the_client_have_the_repositorys_version() -> None:
    project = tomllib.loads((REPO_ROOT / "pyproject.toml").read_text())["project"]
    client = json.loads((REPO_ROOT / "client" / "package.json").read_text())

    assert (VERSION, client["version"]) == (project["version"], project["version"])

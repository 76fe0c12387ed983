"""Program, package and client have one version. ``components/__init__.py`` holds it."""

from __future__ import annotations

import json
import re

from components import VERSION
from tests.support.repository import REPO_ROOT


def test_the_client_has_the_repositorys_version() -> None:
    client = json.loads((REPO_ROOT / "client" / "package.json").read_text())

    assert client["version"] == VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)

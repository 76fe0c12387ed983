"""Program, package, client and policy pack have one version: that of ``components/__init__.py``."""

from __future__ import annotations

import json
import re

import yaml

from components import VERSION
from tests.support.repository import REPO_ROOT


def test_the_client_has_the_repositorys_version() -> None:
    client = json.loads((REPO_ROOT / "client" / "package.json").read_text())

    assert client["version"] == VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)


def test_the_policy_pack_has_the_repositorys_version() -> None:
    pack = yaml.safe_load((REPO_ROOT / "policy" / "PulumiPolicy.yaml").read_text())

    assert pack["version"] == VERSION

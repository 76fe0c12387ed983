"""The client's npm package: what it says of itself."""

from __future__ import annotations

from tests.support.repository import REPO_ROOT

CLIENT = REPO_ROOT / "client"


def test_the_package_has_the_repositorys_license() -> None:
    assert (CLIENT / "LICENSE").read_bytes() == (REPO_ROOT / "LICENSE").read_bytes()

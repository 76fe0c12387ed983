"""docs/architecture.md names files and folders that exist."""

from __future__ import annotations

import re

import pytest

from tests.support.repository import REPO_ROOT

TEXT = (REPO_ROOT / "docs" / "architecture.md").read_text()
FILES = re.findall(r"`([a-z_/]+\.(?:py|js|md))`", TEXT)
ROOMS = sorted(
    path.name
    for path in REPO_ROOT.iterdir()
    if path.is_dir() and not path.name.startswith((".", "_")) and path.name != "node_modules"
)


def test_every_stop_of_an_order_names_a_file() -> None:
    stops = re.findall(r"^\| \d+ \|.*$", TEXT, re.MULTILINE)

    assert len(stops) == 18
    assert [stop for stop in stops if not re.search(r"`[a-z_/]+\.(?:py|js|md)` ?[|,]", stop)] == []


@pytest.mark.parametrize("name", sorted(set(FILES)))
def test_a_file_that_the_page_names_exists(name: str) -> None:
    assert (REPO_ROOT / name).is_file()


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in ("docs", "tests")])
def test_every_room_is_in_the_diagram(room: str) -> None:
    diagram = TEXT.split("```mermaid", 1)[1].split("```", 1)[0]

    assert f"{room}/" in diagram

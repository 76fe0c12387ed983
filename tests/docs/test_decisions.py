"""docs/adr/README.md lists every decision by its number and its title."""

from __future__ import annotations

import re

from tests.support.repository import REPO_ROOT

FOLDER = REPO_ROOT / "docs" / "adr"


def test_the_index_has_every_decision_once_by_its_own_title() -> None:
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", (FOLDER / "README.md").read_text(), re.M)
    titles = [
        (*re.findall(r"\A# (\d+)\. (.+)$", path.read_text(), re.M)[0], path.name)
        for path in sorted(FOLDER.glob("0*.md"))
    ]

    assert listed == titles
    assert [int(name[:4]) for _, _, name in titles] == [*range(1, len(titles) + 1)]


def test_the_index_of_the_docs_has_every_page() -> None:
    index = (REPO_ROOT / "docs" / "README.md").read_text()
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", index)}
    there = {path.name for path in REPO_ROOT.glob("docs/*.*") if path.name != "README.md"}

    assert sorted(there - links) == []

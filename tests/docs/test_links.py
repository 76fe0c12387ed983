"""Links between the documents lead to files and headings that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import FENCE, pages
from tests.support.repository import REPO_ROOT

DOCUMENTS = sorted({*(REPO_ROOT / page for page in pages()), *REPO_ROOT.glob("*.md")})
LINKS = [
    (document.relative_to(REPO_ROOT).as_posix(), target)
    for document in DOCUMENTS
    for target in re.findall(r"\]\(([^)]+)\)", FENCE.sub("", document.read_text()))
    if "://" not in target
]
IMAGES = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def headings(document: Path) -> set[str]:
    """The anchors of the document's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_documents_link_to_each_other() -> None:
    assert LINKS, "the pattern for links found none: the test below would be skipped"


@pytest.mark.parametrize(("document", "target"), LINKS)
def test_a_link_leads_to_something(document: str, target: str) -> None:
    path, _, anchor = target.partition("#")
    linked = (REPO_ROOT / document).parent / path if path else REPO_ROOT / document

    assert linked.exists()
    assert not anchor or anchor in headings(linked)


def test_an_image_is_said_in_words_and_is_one_that_the_repository_keeps() -> None:
    found = [
        (document.name, words, target)
        for document in DOCUMENTS
        for words, target in IMAGES.findall(document.read_text())
    ]

    assert found, "the pattern for images found none"
    assert [one for one in found if len(one[1].split()) < 5 or "://" in one[2]] == []

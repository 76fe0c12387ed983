"""No sentence stands on two pages: whoever mends one would leave the other."""

from __future__ import annotations

import pytest

from tests.docs.pages import GENERATED, pages, sentences

WORDS = 8
PAGES = {name: text for name, text in pages().items() if name not in GENERATED}


def twice(texts: dict[str, str]) -> dict[str, list[str]]:
    """Each sentence of eight words or more that more than one page has, with these pages."""
    found: dict[str, set[str]] = {}
    for page, text in texts.items():
        for sentence in sentences(text):
            if len(sentence.split()) >= WORDS:
                found.setdefault(sentence, set()).add(page)
    return {sentence: sorted(on) for sentence, on in found.items() if len(on) > 1}


def test_the_pages_are_found() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/components.md"} <= PAGES.keys()
    assert sum(len([*sentences(text)]) for text in PAGES.values()) > 1000


def test_no_sentence_stands_on_two_pages() -> None:
    assert twice(PAGES) == {}


@pytest.mark.parametrize(
    "spelled",
    [
        "The saga refunds what it\ncharged before it ends.",
        "Then: the **saga** refunds [what it charged](x.md) before it ends!",
        "- one\n- The `saga` refunds what it charged before it ends",
        "| a | The saga refunds what it charged before it ends. |",
    ],
    ids=["over two lines", "with marks", "in a list", "in a table"],
)
def test_a_sentence_is_found_however_it_is_set(spelled: str) -> None:
    first = "One word. The saga refunds what it charged before it ends. Another one."

    assert list(twice({"a": first, "b": spelled})) == [
        "the saga refunds what it charged before it ends"
    ]


def test_code_is_no_sentence() -> None:
    block = "```sh\none two three four five six seven eight nine\n```\n"

    assert twice({"a": block, "b": block}) == {}

"""What programs say stands in a comment as it is: it breaks nothing and notifies nobody."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.text.markdown import BREAKING, block, code, folded, listed, plain, visible

HOSTILE = [
    "a|b",
    "`code`",
    "``` fence",
    "<script>alert(1)</script>",
    "<!-- realtime-review -->",
    "@octocat and @octo/team",
    "see #12 and GH-7",
    "**bold** _it_ [link](https://example.com) ![x](y)",
    "one\ntwo\r\n\r\nthree\u2028four",
    "back\\slash \\| pipe",
    "\u202eturned\u0000 around",
    "  spaces  ",
    "$x$ &amp; ~~gone~~",
    "http://evil.example and HTTPS://evil.example, www.evil.example, mailto:a@b.example",
    "#1 org/shop#1 (#2)",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("shown", [code, plain])
def test_a_hostile_text_is_inert_in_a_line_and_in_a_cell(shown: object, text: str) -> None:
    assert callable(shown)
    markdown = shown(text)

    assert "\n" not in markdown
    assert "|" not in markdown
    without_code = re.sub(r"`[^`]*`|</?code>", "", markdown)  # what is read as Markdown
    assert not re.search(r"[<>`*\[\]\\~$]", without_code), markdown
    assert not re.search(r"[@#]\w|GH-\d", html.unescape(without_code).replace("&", ""))
    assert not re.search(r"://|www\.|mailto:", without_code, re.IGNORECASE)


@pytest.mark.parametrize("text", ["GET /orders/{orderId}", "$connect", "a*b", "@octocat", "{api}"])
def test_an_ordinary_name_is_code_as_it_is(text: str) -> None:
    assert code(text) == f"`{text}`"


def test_a_text_with_signs_that_end_code_is_the_same_text_to_a_reader() -> None:
    shown = code("a|b `c` <d>")

    assert html.unescape(shown.removeprefix("<code>").removesuffix("</code>")) == "a|b `c` <d>"


def test_a_mention_is_broken_and_read_alike() -> None:
    assert plain("ask @octocat of #12") == f"ask @{BREAKING}octocat of #{BREAKING}12"


def test_an_address_is_broken_and_read_alike() -> None:
    told = plain("https://a.example")

    assert told == f"https:{BREAKING}//a.example"


def test_a_name_with_an_underscore_stays_readable() -> None:
    assert plain("add it to depends_on") == "add it to depends_on"


def test_an_empty_text_is_said_to_be() -> None:
    assert code("") == code("\n") == "(empty)"


def test_signs_that_nobody_sees_are_seen() -> None:
    assert visible("a\u202eb\u0007c") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"


def test_code_and_bold_in_a_summary_are_html_for_there_markdown_is_not_read() -> None:
    summary = folded("`a`: **3 new**", ["- x"])[1]

    assert summary == "<summary><code>a</code>: <b>3 new</b></summary>"


def test_a_block_of_code_ends_where_its_text_ends() -> None:
    text = "before\n```\n</details>\n````"

    lines = block(text)
    assert lines[0] == "`````text"
    assert lines[-1] == "`````"
    assert lines[1:-1] == ("before", "```", "</details>", "````")


def test_of_many_things_the_first_are_listed_and_the_others_counted() -> None:
    assert listed(map(str, range(10)), 8) == "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"


@given(st.text())
def test_any_text_is_one_cell_of_a_table(text: str) -> None:
    for shown in (code(text), plain(text)):
        assert "|" not in shown
        assert len(shown.splitlines()) <= 1

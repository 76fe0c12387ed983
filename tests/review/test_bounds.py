"""A review fits into a comment; what is cut is said, and nothing stays open."""

from __future__ import annotations

from review.bounds import MOST, bounded

COMMAND = "make review BASE=a HEAD=b FULL=1"


def test_a_short_review_is_whole() -> None:
    assert bounded(["a", "b"], COMMAND) == "a\nb\n"


def test_a_long_review_is_cut_at_a_line_and_says_how_to_see_all() -> None:
    lines = [f"- line {number} with an umlaut: ä" for number in range(10_000)]

    text = bounded(lines, COMMAND)
    kept = [line for line in text.splitlines() if line.startswith("- line")]
    assert len(text.encode()) <= MOST
    assert len(text.encode()) > MOST * 0.9
    assert kept == lines[: len(kept)]
    assert f"**{10_000 - len(kept):,} more lines are cut here" in text
    assert text.endswith(f"All: `{COMMAND}`\n")


def test_what_is_folded_or_code_where_the_cut_is_is_closed() -> None:
    lines = ["<details>", "<summary>a</summary>", "", "````text", "```", *["x" * 100] * 20]

    text = bounded(lines, COMMAND, most=1_200)
    assert text.count("<details>") == text.count("</details>") == 1
    assert text.splitlines().count("````") == 1
    assert text.index("\n````\n") < text.index("</details>") < text.index("more lines")


def test_a_block_of_code_that_has_ended_opens_nothing() -> None:
    lines = ["```text", "<details>", "```", *["x" * 100] * 20]

    assert "</details>" not in bounded(lines, COMMAND, most=1_200)

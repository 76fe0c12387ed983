"""A review fits into a comment; what is cut is said, and nothing stays open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review.text.bounds import MOST, NOT_ALL, bounded
from review.text.cuts import LONGEST, cut, without_names
from review.text.markdown import block, folded
from review.text.part import Part

COMMAND = "make review BASE=a HEAD=b FULL=1"
HEAD = Part("Review", ("### Review", ""), first=True)


def lines_of(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"- {word} {number} with an umlaut: ä" for number in range(count))


def test_a_short_review_is_whole() -> None:
    assert bounded([Part("One", ("a",)), Part("Two", ("b",))], COMMAND) == "a\nb\n"


def test_a_long_review_is_cut_at_a_line_and_says_what_is_missing_and_how_to_see_all() -> None:
    lines = lines_of("line", 10_000)

    text = bounded([HEAD, Part("Settings, dev", lines)], COMMAND)
    kept = [line for line in text.splitlines() if line.startswith("- line")]
    assert MOST * 0.9 < len(text.encode()) <= MOST
    assert kept == [*lines[: len(kept)]]
    assert text.splitlines()[2] == NOT_ALL
    gone = f"{10_000 - len(kept):,}"
    assert text.endswith(
        f"**{gone} more lines had no room in a comment and are cut.** Missing are, of each part: "
        f"Settings, dev ({gone}). All: `{COMMAND}`\n"
    )


def test_what_is_folded_is_cut_before_what_stands_at_once() -> None:
    parts = [
        HEAD,
        Part("Costs", ("#### Costs", "", *lines_of("cost", 100), "")),
        Part("Resources", ("- shown", "", *folded("more", lines_of("queue", 5_000)))),
    ]

    text = bounded(parts, COMMAND)
    assert "- cost 99" in text
    assert "- shown" in text
    assert "- queue 0 " in text
    assert "Costs (" not in text


def test_a_part_that_must_not_be_missed_has_its_room_whatever_others_want() -> None:
    parts = [
        HEAD,
        Part("Resources", ("#### Resources", "", *lines_of("queue", 5_000))),
        Part("Permissions", (*folded("Permissions", lines_of("may", 500)),), first=True),
        Part("Costs", ("#### Costs", "", *lines_of("cost", 5_000))),
    ]

    text = bounded(parts, COMMAND)
    assert "- may 499" in text
    assert text.count("- queue") > 100
    assert text.count("- cost") > 100


def test_a_fold_of_which_hardly_anything_would_be_left_is_not_opened() -> None:
    lines, gone = cut(folded("names", ["- a", "- b"]), 100, 100)

    assert (lines, gone) == ([""], 2)


def test_what_is_folded_or_code_where_the_cut_is_is_closed_before_what_follows() -> None:
    said = folded("what the program said", block("x\n" * 300))
    lines, gone = cut(["- a", *said, "- b"], 100, 500)

    text = "\n".join(lines)
    assert gone > 50
    assert text.count("<details>") == text.count("</details>") == 1
    assert text.count("```") == 2
    assert text.index("```\n\n</details>") < text.index("- b")


def test_a_block_of_code_that_has_ended_opens_nothing() -> None:
    lines, _ = cut(["```text", "<details>", "```", *["x" * 100] * 20], 500, 0)

    assert "</details>" not in lines


def test_of_a_line_that_is_too_long_its_beginning_stays() -> None:
    line = f"- **Wildcard:** function `{'x' * LONGEST}` may now"

    assert without_names(line) == f"- **Wildcard:** function … (a line of {len(line):,} bytes)"
    names = "- **changed** 9 queues <details><summary>their names</summary>`a`, `b`</details>"
    assert without_names(names) == "- **changed** 9 queues"


def test_names_alone_that_are_cut_are_said_to_be() -> None:
    names = f"- 9 <details><summary>their names</summary>{'`a`, ' * 20_000}</details>"

    text = bounded([HEAD, Part("Resources", (names,))], COMMAND)
    assert "**Names of many resources are cut here" in text


PIECES = st.lists(
    st.sampled_from(
        [
            ("- a line",),
            ("x" * 300,),
            ("y" * 5_000,),
            (),
            folded("more", lines_of("queue", 30)),
            folded("said", block("text\n<details>\n" * 20)),
        ]
    ),
    max_size=30,
)


@given(st.lists(st.tuples(PIECES, st.booleans()), min_size=1, max_size=8))
def test_any_review_fits_and_is_closed(parts: list[tuple[list[tuple[str, ...]], bool]]) -> None:
    made = [
        Part(f"Part {n}", tuple(line for piece in pieces for line in piece), first)
        for n, (pieces, first) in enumerate(parts)
    ]

    text = bounded(made, COMMAND, most=8_000)
    in_code = False
    depth = 0
    for line in text.splitlines():
        in_code ^= line.startswith("```")
        depth += 0 if in_code else (line == "<details>") - (line == "</details>")
    assert (in_code, depth) == (False, 0)
    assert len(text.encode()) <= 8_000

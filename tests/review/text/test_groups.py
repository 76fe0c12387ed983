"""What is the same of several stages is said once."""

from __future__ import annotations

from review.text.groups import grouped, is_list, named, shared


def test_stages_of_which_the_same_is_said_are_one_group() -> None:
    said = {"dev": ["a"], "prod": ["b"], "staging": ["a"], "local": []}

    assert grouped(said) == [(("dev", "staging"), ("a",)), (("prod",), ("b",))]


def test_a_stages_name_within_a_text_makes_no_difference() -> None:
    said = {"dev": ["`Shop/dev` device"], "prod": ["`Shop/prod` device"]}

    assert grouped(said) == [(("dev", "prod"), ("`Shop/{stage}` device",))]


def test_a_stage_alone_is_said_with_its_own_name() -> None:
    assert grouped({"dev": ["`Shop/dev`"], "prod": []}) == [(("dev",), ("`Shop/dev`",))]


def test_a_stage_whose_name_is_a_common_word_is_grouped_with_its_equals() -> None:
    said = {"lambda": ["`lambda.Function`"], "dev": ["`lambda.Function`"]}

    assert grouped(said) == [(("lambda", "dev"), ("`lambda.Function`",))]


def test_all_of_several_stages_are_named_by_their_number() -> None:
    assert named(("a", "b", "c"), ("a", "b", "c")) == "all 3 stages"
    assert named(("a", "b"), ("a", "b")) == "both stages"
    assert named(("a",), ("a",)) == "a"
    assert named(("a", "b"), ("a", "b", "c")) == "a, b"


def test_what_a_stage_says_besides_is_said_apart_and_the_rest_once() -> None:
    said = {
        "dev": ["- a", "  - below a", "- Shop/dev"],
        "prod": ["- a", "  - below a", "- only here", "- Shop/prod"],
        "local": [],
    }

    assert shared(said) == [
        (("dev", "prod"), ("- a", "  - below a", "- Shop/{stage}")),
        (("prod",), ("- only here",)),
    ]


def test_an_item_whose_lines_below_it_differ_is_another_one() -> None:
    said = {"dev": ["- a", "  - x"], "prod": ["- a", "  - y"]}

    assert shared(said) == [(("dev",), ("- a", "  - x")), (("prod",), ("- a", "  - y"))]


def test_a_table_is_no_list() -> None:
    assert is_list(["- a", "  - b"])
    assert not is_list(["- a", "", "| b |"])


def test_what_is_marked_comes_before_what_is_said_of_more_stages() -> None:
    said = {"dev": ["- a"], "prod": ["- **mandatory** b", "- a"]}

    assert [stages for stages, _ in shared(said)] == [("prod",), ("dev", "prod")]

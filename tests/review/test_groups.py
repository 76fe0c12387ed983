"""What is the same of several stages is said once."""

from __future__ import annotations

from review.groups import grouped, named


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

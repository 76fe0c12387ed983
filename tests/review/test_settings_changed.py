"""What a change of settings is told as."""

from __future__ import annotations

import pytest

from review.settings_changed import NOT_COMPARED, settings_changed
from review.side import Side
from tests.support.sides import STAGES, resource, side_of, stage_side

LONG = "https://login.example.com/" + "a" * 60


def shop(settings: dict[str, str]) -> Side:
    """A program called shop."""
    return side_of(resource("aws:sqs/queue:Queue", "jobs"), settings=settings)


def told(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    return settings_changed(shop(before), shop(after)).lines


PLANTED: dict[str, tuple[str | None, str | None, str]] = {
    "another value": ("100", "300", "`100` → `300`"),
    "a value that is new": (None, "INFO", "new, `INFO`"),
    "a value that is gone": ("INFO", None, "no longer there, was `INFO`"),
    "a value that becomes empty": ("x", "", "`x` → (empty)"),
    "one more in a list": ('["a"]', '["a", "b"]', "gains `b`"),
    "one less, one more": ('["a", "b"]', '["b", "c"]', "gains `c`; loses `a`"),
    "another order of a list": ('["a", "b"]', '["b", "a"]',
                                '`["a", "b"]` → `["b", "a"]`'),
    "deep in an object": ('{"tags": {"a": "1", "b.c": "2"}}', '{"tags": {"a": "1", "b.c": "3"}}',
                          "`tags.b.c` `2` → `3`"),
    "a list in an object": ('{"keys": ["a"]}', '{"keys": ["a", "b"]}', "`keys` gains `b`"),
    "a key of an object": ('{"a": 1}', '{"a": 1, "b": true}', "`b` (empty) → `true`"),
    "another kind of value": ('["a"]', "a", '`["a"]` → `a`'),
    "the end of a long text": (
        f"{LONG}/one", f"{LONG}/two", "`…aaaaaaaaaaaaaaaaaaa/one` → `…aaaaaaaaaaaaaaaaaaa/two`"),
    "a secret that becomes plain": ("[secret]", "abc", "`[secret]` → `abc`"),
    "what would be Markdown": ("a", "<b>|`", "`a` → <code>&#60;b&#62;&#124;&#96;</code>"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_is_told(name: str) -> None:
    old, new, words = PLANTED[name]
    before, after = ({} if one is None else {"shop:it": one} for one in (old, new))

    assert told(before, after)[0] == f"- `it`: {words}"


def test_settings_of_a_provider_keep_their_namespace() -> None:
    assert told({"aws:region": "us-east-1"}, {"aws:region": "eu-west-1"}) == (
        "- `aws:region`: `us-east-1` → `eu-west-1`",
    )


def test_a_secret_is_not_compared_and_the_reader_is_told_so() -> None:
    secret = {"shop:key": "[secret]"}
    assert told(secret, secret) == ()
    assert told(secret, {**secret, "shop:it": "1"}) == ("- `it`: new, `1`", f"- {NOT_COMPARED}")


def test_the_summary_counts_the_settings() -> None:
    one, two = shop({"shop:a": "1"}), shop({"shop:a": "2", "shop:b": "3"})
    assert settings_changed(one, two).summary == "2 settings"
    assert settings_changed(one, one).summary == ""


def test_a_stage_that_is_new_has_all_its_settings_and_one_that_goes_had_them() -> None:
    one = shop({"shop:a": "1"})
    assert settings_changed(None, one).lines == ("- `a`: new, `1`",)
    assert settings_changed(one, None).lines == ("- `a`: no longer there, was `1`",)
    assert settings_changed(None, None).lines == ()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_does_not_change_has_no_lines(stage: str) -> None:
    side = stage_side(stage)
    assert settings_changed(side, side).lines == ()


def test_names_by_another_pattern_are_those_of_new_resources_only() -> None:
    pattern = {"pulumi:autonaming": "verbatim"}
    said = (
        "- `pulumi:autonaming` names what is made from now on: what there is keeps its name until"
    )

    assert told({}, pattern)[1].startswith(said)
    assert len(settings_changed(None, shop(pattern)).lines) == 1

"""Exports of a stage that come, go or get another name."""

from __future__ import annotations

from review.outputs_changed import READERS, outputs_changed
from review.side import Side
from tests.support.sides import side_of


def exporting(**exports: str) -> Side:
    return side_of(exports=exports)


def test_an_export_that_is_gone_is_said_with_what_breaks() -> None:
    section = outputs_changed(exporting(a="1", b="2"), exporting(a="1"))

    assert section.lines == (f"- **removed** `b`: {READERS}",)
    assert section.summary == "1 removed"
    assert "StackReferences" in READERS


def test_exports_that_come_are_one_line() -> None:
    section = outputs_changed(exporting(), exporting(b="2", a="1"))

    assert (section.lines, section.summary) == (("- added `a`, `b`",), "2 added")


def test_the_same_value_under_another_name_is_a_new_name() -> None:
    section = outputs_changed(exporting(a="1", b="2"), exporting(c="2", d="3"))

    assert section.lines == (
        f"- **removed** `a`: {READERS}",
        f"- **renamed** `b` → `c`: {READERS}",
        "- added `d`",
    )
    assert section.summary == "1 removed, 1 renamed, 1 added"


def test_where_several_have_the_value_nothing_is_taken_for_renamed() -> None:
    two = outputs_changed(exporting(a="x", b="x"), exporting(c="x"))
    assert [line.split(" ")[1] for line in two.lines] == ["**removed**", "**removed**", "added"]

    to_two = outputs_changed(exporting(a="x"), exporting(c="x", d="x"))
    assert [line.split(" ")[1] for line in to_two.lines] == ["**removed**", "added"]


def test_another_value_is_no_change_of_the_outputs() -> None:
    assert outputs_changed(exporting(a="1"), exporting(a="2")).lines == ()


def test_of_a_stage_that_comes_or_goes_nothing_is_said() -> None:
    assert outputs_changed(None, exporting(a="1")).lines == ()
    assert outputs_changed(exporting(a="1"), None).lines == ()

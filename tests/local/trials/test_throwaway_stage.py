"""A verdict is an exit code and every reason."""

from __future__ import annotations

import pytest

from local.trials.throwaway_stage import print_verdict


def test_a_verdict_names_each_thing_that_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_verdict(["stock is 3, expected 2", "late"], "all agrees") == 1
    assert capsys.readouterr().out == (
        "\nVerdict\n  WRONG  stock is 3, expected 2\n  WRONG  late\n"
    )


def test_a_verdict_without_a_fault_says_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_verdict([], "all agrees") == 0
    assert capsys.readouterr().out == "\nVerdict\n  all agrees\n"

"""A read and a write of the log at once."""

from __future__ import annotations

import threading

import pytest

from functions.realtime.stores.side_by_side import side_by_side


def test_both_run_at_the_same_time_and_the_reads_answer_is_returned() -> None:
    both = threading.Barrier(2, timeout=30)

    assert side_by_side(lambda: both.wait() >= 0, both.wait)


def test_what_the_write_raises_is_raised_when_the_read_has_ended() -> None:
    writes, ended = threading.Event(), []

    def read() -> None:
        writes.wait(30)
        ended.append("read")

    def write() -> None:
        writes.set()
        raise ValueError("unwritten")

    with pytest.raises(ValueError, match="unwritten"):
        side_by_side(read, write)
    assert ended == ["read"]


def test_what_the_write_raises_does_not_matter_where_the_read_found_something() -> None:
    def write() -> None:
        raise ValueError("unwritten")

    assert side_by_side(lambda: "found", write) == "found"


def test_what_the_read_raises_is_raised_when_the_write_has_ended() -> None:
    written: list[str] = []

    def read() -> None:
        raise ValueError("unread")

    with pytest.raises(ValueError, match="unread"):
        side_by_side(read, lambda: written.append("all"))
    assert written == ["all"]

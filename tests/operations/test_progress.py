"""What a command writes while it works: at a terminal, in a pipe, without colour."""

from __future__ import annotations

import io
import re

import pytest

from operations.progress import GREEN, Progress, styled
from operations.verify.report import VerificationError, step


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        """The lines as a person sees them, colour aside. A cleared line is written over."""
        plain = re.sub(r"\x1b\[\d+m", "", self.getvalue())
        return [line.rpartition("\r\x1b[K")[2] for line in plain.split("\n")]


@pytest.fixture(autouse=True)
def person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)


def work(progress: Progress) -> None:
    progress.say("Title")
    progress.now("planning")
    progress.say("a warning")
    progress.done("planned")
    with progress.doing("waiting"):
        progress.say("heard")
    progress.say("end")


def test_at_a_terminal_what_runs_is_shown_and_its_result_takes_its_place() -> None:
    seen = Terminal()
    progress = Progress(seen)

    progress.now("planning")
    assert seen.screen() == ["planning ..."]
    progress.say("a warning")
    assert seen.screen() == ["a warning", "planning ..."]
    progress.done("planned")
    assert seen.screen() == ["a warning", "planned", ""]
    with progress.doing("waiting"):
        assert seen.screen()[-1] == "waiting ..."
    assert seen.screen() == ["a warning", "planned", ""]


def test_a_pipe_gets_one_plain_line_a_step() -> None:
    pipe = io.StringIO()
    work(Progress(pipe))

    assert pipe.getvalue() == "Title\na warning\nplanned\nheard\nend\n"


@pytest.mark.parametrize("kind", ["dumb", "", None])
def test_a_terminal_that_can_do_no_more_gets_what_a_pipe_gets(
    monkeypatch: pytest.MonkeyPatch, kind: str | None
) -> None:
    if kind is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", kind)
    seen = Terminal()
    work(Progress(seen))

    assert seen.getvalue() == "Title\na warning\nplanned\nheard\nend\n"
    assert styled("ok", GREEN, seen) == "ok"


def test_what_runs_never_takes_two_lines_which_could_not_be_replaced() -> None:
    seen = Terminal()
    Progress(seen).now("x" * 200)

    assert len(seen.screen()[0]) == 39


def test_what_failed_stays_to_be_seen_in_a_line_of_its_own() -> None:
    seen = Terminal()
    progress = Progress(seen)
    with pytest.raises(RuntimeError), progress.doing("waiting"):
        raise RuntimeError
    progress.say("why")

    assert seen.screen() == ["waiting ...", "why", ""]


@pytest.mark.parametrize(("no_color", "shown"), [("", True), ("1", False), ("0", False)])
def test_no_color_holds_when_it_has_a_value(
    monkeypatch: pytest.MonkeyPatch, no_color: str, shown: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)

    assert ("\x1b[32m" in styled("ok", GREEN, Terminal())) is shown
    assert styled("ok", GREEN, io.StringIO()) == "ok"


def test_the_steps_of_a_verification_show_their_titles_and_then_their_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Terminal()
    monkeypatch.setattr("sys.stdout", seen)
    with step("the line opens") as saw:
        assert seen.screen()[-1].strip() == "the line opens ..."
        saw("101")
    with pytest.raises(VerificationError), step("it resumes"):
        raise VerificationError("nothing came", ["likely cause: the network"])

    opened, resumed, cause, _ = seen.screen()
    assert re.fullmatch(r"  ok       0\.\d\d s  the line opens: 101", opened)
    assert re.fullmatch(r"  FAILED   0\.\d\d s  it resumes: nothing came", resumed)
    assert cause.strip() == "likely cause: the network"
    assert "\x1b[32mok    \x1b[0m" in seen.getvalue()
    assert "\x1b[31mFAILED\x1b[0m" in seen.getvalue()


def test_the_steps_of_a_verification_are_plain_lines_in_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with step("the line opens") as saw:
        saw("101")

    assert re.fullmatch(r"  ok       0\.\d\d s  the line opens: 101\n", capsys.readouterr().out)

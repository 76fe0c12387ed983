"""A taken port is answered with one that is free."""

from __future__ import annotations

import socket

import pytest

from local import page_port
from local.__main__ import main
from local.page_port import PortTakenError, free_after


def listening(port: int) -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", port))
    taken.listen()
    return taken


def test_the_command_names_the_next_port_that_is_free() -> None:
    with listening(0) as first:
        port = first.getsockname()[1]
        free = free_after(port)
        assert free > port
        with listening(free):  # it was free, and is not any more
            assert free_after(port) > free
        said = str(PortTakenError(port, "127.0.0.1", OSError(98, "in use")))

    assert said == (
        f"port {port} of 127.0.0.1 is in use; stop its program, or take a free one with: "
        f"make up PORT={free}"
    )


def test_a_port_that_this_user_may_not_take_is_answered_alike() -> None:
    said = str(PortTakenError(80, "127.0.0.1", PermissionError(13, "Permission denied")))

    assert said.startswith("port 80 of 127.0.0.1 cannot be used ([Errno 13] Permission denied); ")
    assert "take a free one with: make up PORT=" in said


@pytest.mark.parametrize("port", [0, 80, 65_535, 70_000])
def test_a_port_that_nobody_may_use_is_answered_with_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr(page_port, "_is_free", lambda one: one != 8080)

    assert free_after(port) == 8081


@pytest.mark.parametrize("wrong", ["80x", "65536", "-1", ""])
def test_what_is_no_port_is_refused_in_one_sentence(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["up", f"--port={wrong}"]) == 1
    said = f"PORT must be a number from 1 to 65535, got {wrong}"
    assert capsys.readouterr().err.strip() == said.strip()

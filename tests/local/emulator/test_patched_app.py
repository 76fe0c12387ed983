"""The emulator's life: it answers, it ends, it leaves nothing."""

from __future__ import annotations

import socket
import urllib.request
from pathlib import Path

import pytest

from local.emulator.process import Emulator


def test_the_emulator_answers_while_open_and_frees_its_port_when_closed() -> None:
    with Emulator("us-east-1") as emulator:
        emulator.wait_until_ready()
        with urllib.request.urlopen(f"{emulator.endpoint_url}/_ministack/health") as answer:
            assert answer.status == 200
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", emulator.port))


def test_closing_removes_the_temporary_folder_and_may_happen_twice() -> None:
    with Emulator("us-east-1") as emulator:
        assert emulator._folder.is_dir()
    assert not emulator._folder.exists()
    emulator.close()


def test_nothing_of_the_callers_environment_reaches_the_functions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the-callers-own")
    monkeypatch.setenv("ANYTHING_ELSE", "private")
    environment = Emulator("us-east-1")._environment(tmp_path)
    assert "ANYTHING_ELSE" not in environment
    assert "the-callers-own" not in environment.values()
    assert environment["HOME"] == environment["TMPDIR"]

"""Who may write and remove the outputs, and what is said of a stage that is gone."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local import __main__ as command
from local.outputs_file import NoStageError, OutputsFile, OutputsUnwritableError, outputs_of_running


@pytest.fixture
def emulator_url() -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def outputs(emulator_url: str, port: int = 8080) -> dict[str, Any]:
    return {"emulator_url": emulator_url, "storefront_url": f"http://127.0.0.1:{port}"}


def killed() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_a_second_stage_leaves_the_living_ones_file_alone(
    tmp_path: Path, emulator_url: str
) -> None:
    first, second = (OutputsFile(tmp_path / "outputs.json") for _ in range(2))
    first.write(outputs(emulator_url))
    second.write(outputs(emulator_url, 8090))

    assert second.path == tmp_path / "outputs-8090.json"
    second.remove()
    assert list(tmp_path.iterdir()) == [first.path]
    assert json.loads(outputs_of_running(first.path))["pid"] == os.getpid()
    first.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [{"pid": killed()}, {"emulator_url": "http://127.0.0.1:1"}, {}])
def test_the_file_of_a_killed_stage_is_taken_over(
    tmp_path: Path, emulator_url: str, left: dict[str, Any]
) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(
        json.dumps({**outputs(emulator_url), "pid": os.getpid(), **left} if left else 3)
    )

    mine = OutputsFile(file)
    mine.write(outputs(emulator_url))

    assert mine.path == file


def test_only_this_user_may_read_a_file_that_existed_before(
    tmp_path: Path, emulator_url: str
) -> None:
    file = tmp_path / "outputs.json"
    file.write_text("{}")
    file.chmod(0o644)

    OutputsFile(file).write(outputs(emulator_url))

    assert file.stat().st_mode & 0o777 == 0o600


def test_another_users_process_is_a_stage_only_while_its_emulator_listens(
    tmp_path: Path, emulator_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_permitted(pid: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", not_permitted)
    file = tmp_path / "outputs.json"

    file.write_text(json.dumps({**outputs(emulator_url), "pid": 1}))
    assert json.loads(outputs_of_running(file))["pid"] == 1

    file.write_text(json.dumps({**outputs("http://127.0.0.1:1"), "pid": 1}))
    with pytest.raises(NoStageError, match="is not running any more"):
        outputs_of_running(file)


def test_a_file_that_tells_of_another_stage_by_now_stays(tmp_path: Path, emulator_url: str) -> None:
    file = OutputsFile(tmp_path / "outputs.json")
    file.write(outputs(emulator_url))
    file.path.write_text(json.dumps({**outputs(emulator_url), "pid": 1}))

    file.remove()

    assert file.path.exists()


def test_a_stage_that_was_killed_is_said_to_be_gone(tmp_path: Path, emulator_url: str) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({**outputs(emulator_url), "pid": killed()}))

    with pytest.raises(NoStageError, match=r"outputs\.json is not running any more"):
        outputs_of_running(file)
    with pytest.raises(NoStageError, match="no local stage is running; start one with: make up"):
        outputs_of_running(tmp_path / "none.json")


def test_a_folder_that_cannot_be_written_to_is_refused_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "outputs.json"

    with pytest.raises(OutputsUnwritableError, match="choose another file with: make up OUTPUTS="):
        OutputsFile(target).check()

    assert command.main(["up", "--port", "0", "--outputs", str(target)]) == 1
    told = capsys.readouterr()
    assert "cannot be written" in told.err
    assert "emulator started" not in told.out

"""Functions that wait for their first call, and each call with the code as it is saved."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.code_reload import CodeReload
from local.emulator.process import Emulator
from local.provisioners import AwsProvisioner, FunctionRecord
from local.provisioners.lambda_ import RUNTIME, zip_of
from tests.support.repository import REPO_ROOT

SECONDS = 30.0
NAMES = ("first", "second")
CODE = """
import os
from pathlib import Path
Path({loaded!r}, str(os.getpid())).touch()
calls = 0
def handler(event, context):
    global calls
    calls += 1
    return {{"process": os.getpid(), "calls": calls, "version": {version}}}
"""
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


class Functions:
    """Two functions of one file on an emulator, and the processes that loaded it."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator, self._file, self._loaded = emulator, folder / "app.py", folder / "loaded"
        self._loaded.mkdir()
        self.provisioner = AwsProvisioner(emulator.endpoint_url, "us-east-1", REPO_ROOT)
        self.save(version=1)
        files = {"app.py": self._file}
        role = self._client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]
        for name in NAMES:
            self._client("lambda").create_function(
                FunctionName=name, Runtime=RUNTIME, Handler="app.handler", Role=role["Arn"],
                Timeout=20, Code={"ZipFile": zip_of(files, layered=False)},
            )  # fmt: skip
            self.provisioner.functions[name] = FunctionRecord(name, "", files)
        self.changes = CodeReload(self.provisioner)

    def _client(self, service: str) -> Any:
        return self.provisioner.client(service)

    def save(self, version: int) -> None:
        """Save the file as another version."""
        self._file.write_text(CODE.format(loaded=str(self._loaded), version=version))

    def call(self, name: str) -> dict[str, int]:
        """What the function answers."""
        answer = self._client("lambda").invoke(FunctionName=name)["Payload"].read()
        said: dict[str, int] = json.loads(answer)
        return said

    def processes(self, at_least: int) -> set[int]:
        """Those that have loaded the code, once they are so many."""
        deadline = time.monotonic() + SECONDS
        while len(found := {int(one.name) for one in self._loaded.iterdir()}) < at_least:
            assert time.monotonic() < deadline, f"{len(found)} processes"
            time.sleep(0.05)
        return found


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Functions]:
    with Emulator("us-east-1") as emulator:
        emulator.wait_until_ready()
        yield Functions(emulator, tmp_path_factory.mktemp("functions"))


def test_warmed_functions_have_one_process_each_which_has_handled_no_event(
    functions: Functions,
) -> None:
    functions.emulator.warm_functions()
    warmed = functions.processes(at_least=2)
    answers = [functions.call(name) for name in NAMES]
    assert {one["process"] for one in answers} == warmed
    assert [one["calls"] for one in answers] == [1, 1]


def test_a_saved_change_is_live_in_the_next_call_and_not_one_later(functions: Functions) -> None:
    looks: list[list[str]] = []
    functions.emulator.before_each_call(lambda: looks.append(functions.changes.reload_changed()))
    versions = []
    for version in (2, 3, 4):
        functions.save(version)
        versions += [functions.call("first")["version"], functions.call("second")["version"]]
    assert versions == [2, 2, 3, 3, 4, 4]
    assert [sorted(look) for look in looks] == [[*NAMES], []] * 3


def test_functions_with_new_code_are_warmed_again(functions: Functions) -> None:
    before = functions.processes(at_least=0)
    functions.save(version=5)
    assert sorted(functions.changes.reload_changed()) == [*NAMES]
    functions.emulator.warm_functions()
    warmed = functions.processes(at_least=len(before) + 2) - before
    answers = [functions.call(name) for name in NAMES]
    assert {one["process"] for one in answers} == warmed
    assert [one["version"] for one in answers] == [5, 5]

"""The outputs of a local stage, and its AWS clients without any stage."""

from __future__ import annotations

import base64
import io
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from operations.deployed_stage import DeployedStage
from tests.support.stubbed_aws import MACHINE, PUSH

ADA, NEWCOMER = "ada@example.com", "newcomer@example.com"
USER_IDS = {ADA: "id-of-ada", NEWCOMER: "id-of-newcomer"}
OUTPUTS: dict[str, Any] = {
    "state_machine_arn": MACHINE,
    "stage": "local",
    "push_function_arn": PUSH,
    "user_pool_id": "us-east-1_pool",
    "user_pool_client_id": "client",
    "demo_buyers": [
        {"email": ADA, "password": "of-ada"},
        {"email": NEWCOMER, "password": "of-newcomer", "temporary": True},
    ],
}


def token_of(user_id: str, seconds: int = 3600) -> str:
    """A token that is signed by nobody."""
    claims = json.dumps({"sub": user_id, "exp": time.time() + seconds}).encode()
    return f"head.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.signature"


class FakeLocalStage:
    """What its clients were asked. ``pushed`` are the push function's inputs."""

    def __init__(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.file = str(file)
        self._path = file
        self.pushed: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {"sequence": f"{7:020d}", "stored": True, "delivered": 1,
                                       "gone": 0, "throttled": 0}  # fmt: skip
        self.failed = False
        self.asked: list[str] = []

        def client(_: DeployedStage, service: str) -> FakeLocalStage:
            self.asked.append(service)
            return self

        monkeypatch.setattr(DeployedStage, "client", client)

    def write(self, **outputs: Any) -> None:
        """The stage's outputs file. A stage on AWS has no ``emulator_url``."""
        self._path.write_text(json.dumps(OUTPUTS | outputs))

    def initiate_auth(self, **asked: Any) -> dict[str, Any]:
        given = asked["AuthParameters"]
        assert asked["ClientId"] == OUTPUTS["user_pool_client_id"]
        assert {"email": given["USERNAME"], "password": given["PASSWORD"]} in OUTPUTS["demo_buyers"]
        return {"AuthenticationResult": {"AccessToken": token_of(USER_IDS[given["USERNAME"]])}}

    def admin_get_user(self, **asked: str) -> dict[str, Any]:
        assert asked["UserPoolId"] == OUTPUTS["user_pool_id"]
        email = asked["Username"]
        attributes = {"email": email, "sub": USER_IDS[email]}
        return {"UserAttributes": [{"Name": n, "Value": v} for n, v in attributes.items()]}

    def invoke(self, **asked: str) -> dict[str, Any]:
        assert asked["FunctionName"] == PUSH
        self.pushed.append(json.loads(asked["Payload"]))
        payload = io.BytesIO(json.dumps(self.answer).encode())
        return {"Payload": payload} | ({"FunctionError": "Unhandled"} if self.failed else {})


@contextmanager
def fake_local_stage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLocalStage]:
    """A stage whose emulator's port accepts connections, and does no more."""
    with socket.create_server(("127.0.0.1", 0)) as emulator:
        stage = FakeLocalStage(folder / "outputs.json", monkeypatch)
        stage.write(emulator_url=f"http://127.0.0.1:{emulator.getsockname()[1]}")
        yield stage

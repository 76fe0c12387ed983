"""Runs of fresh interpreters: ours, the bare ones and the common ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cold_start.deployed_python import Python
from benchmarks.cold_start.deployment import Deployment
from benchmarks.processes import PROJECT

SCRIPT = Path(__file__).with_name("fresh_interpreter.py")
DYNAMODB, POSTS, SAGAS, BUS = "dynamodb", "apigatewaymanagementapi", "stepfunctions", "events"
NEEDED: dict[str, tuple[str, ...]] = {
    "realtime.authorize_connection": (),
    "realtime.open_connection": (DYNAMODB,),
    "realtime.close_connection": (DYNAMODB,),
    "realtime.resume_events": (DYNAMODB, POSTS),
    "realtime.push_event": (DYNAMODB, POSTS),
    "realtime.push_queued_events": (DYNAMODB, POSTS),
    "checkout.start_checkout": (DYNAMODB, SAGAS),
    "checkout.get_order": (DYNAMODB,),
    "checkout.list_products": (DYNAMODB,),
    "checkout.start_saga": (SAGAS,),
    "checkout.announce_outcome": (BUS,),
    "checkout.charge_payment": (DYNAMODB,),
    "checkout.reserve_stock": (DYNAMODB,),
    "checkout.refund_payment": (DYNAMODB,),
    "checkout.release_stock": (DYNAMODB,),
    "checkout.commit_outcome": (DYNAMODB,),
}
"""Function -> the clients that its usual call needs."""
ONE_CLIENT = (DYNAMODB,)
"""What a function without clients is compared with."""


@dataclass(frozen=True)
class Run:
    """What one fresh interpreter took."""

    init_ms: float
    call_ms: float
    peak_mib: float

    @property
    def processor_ms(self) -> float:
        """Import, initialisation and first call."""
        return self.init_ms + self.call_ms


@dataclass(frozen=True)
class Account:
    """Where functions call, and what they are called with."""

    environment: dict[str, str]
    events: dict[str, Any]

    def restore(self) -> None:
        """Undo what was written."""
        address = f"{self.environment['AWS_ENDPOINT_URL']}/restore"
        urllib.request.urlopen(address, data=b"").close()  # noqa: S310 - loopback


@contextmanager
def account() -> Iterator[Account]:
    """The account, as long as the context is open."""
    command = [sys.executable, "-m", "benchmarks.cold_start.account"]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout  # noqa: S101 - for the type checker
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the account did not start; its error is above")
        yield Account(**json.loads(line))
        process.communicate()


class Interpreters:
    """Starts them, one at a time."""

    def __init__(self, python: Python, deployment: Deployment, account: Account) -> None:
        self._python, self._deployed, self._account = python, deployment, account

    def ours(self, function: str) -> Run:
        """A function as it is deployed."""
        folders = [self._deployed.code, self._deployed.layer, self._deployed.runtime]
        return self._run(folders, f"functions.{function}", function)

    def common(self, function: str) -> Run:
        """The same function as it is commonly written."""
        folders = [self._deployed.peers, self._deployed.peer_layer, self._deployed.runtime]
        return self._run(folders, function.rsplit(".", 1)[1], function)

    def bare(self, clients: tuple[str, ...]) -> Run:
        """A function that makes these clients and calls each once."""
        folders = [self._deployed.peers, self._deployed.runtime]
        return self._run(folders, "bare", "", CLIENTS=" ".join(clients))

    def _run(self, folders: list[str], module: str, function: str, **more: str) -> Run:
        self._account.restore()
        event = self._account.events.get(f"functions.{function}")
        ran = subprocess.run(
            [self._python.path, "-S", "-B", "-s", str(SCRIPT)],
            input=json.dumps({"folders": folders, "module": module, "event": event}),
            env={"PATH": os.environ["PATH"], "HOME": "/nowhere", **self._account.environment,
                 **more},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ran.returncode:
            raise RuntimeError(f"{module} failed: {ran.stderr}")
        return Run(**json.loads(ran.stdout.splitlines()[-1]))

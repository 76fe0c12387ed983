"""The stage to work on, as its outputs describe it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

from operations.outputs import OutputsError, read_outputs, require

NEEDED = ("state_machine_arn", "orders_table", "attention_queue_url", "push_function_arn")


class DeployedStage:
    """Clients and names of one stage.

    ``outputs`` are the stack's exports. Those of a local stage hold ``emulator_url`` too: then the
    clients talk to it, with the emulator's key that opens everything.
    """

    def __init__(self, outputs: Mapping[str, Any]) -> None:
        require(outputs, NEEDED)
        self.state_machine_arn = str(outputs["state_machine_arn"])
        self.orders_table = str(outputs["orders_table"])
        self.attention_queue_url = str(outputs["attention_queue_url"])
        self.push_function_arn = str(outputs["push_function_arn"])
        self._options: dict[str, Any] = {"region_name": self.state_machine_arn.split(":")[3]}
        if "emulator_url" in outputs:
            self._options |= {
                "endpoint_url": outputs["emulator_url"],
                "aws_access_key_id": "test",
                "aws_secret_access_key": "test",
            }

    @classmethod
    def from_file(cls, path: Path) -> DeployedStage:
        """Read the outputs. Raises ``OutputsError``."""
        outputs = read_outputs(path)
        emulator = urlsplit(str(outputs.get("emulator_url", "")))
        if emulator.port and not _answers(str(emulator.hostname), emulator.port):
            raise OutputsError(
                f"the local stage that {path} tells of is not running any more: nothing answers at "
                f"{outputs['emulator_url']}; start one with: make up"
            )
        return cls(outputs)

    def client(self, service: str) -> Any:
        """A boto3 client for the stage."""
        return boto3.client(service, **self._options)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False

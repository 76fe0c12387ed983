"""The stage to work on, as its outputs describe it."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

NEEDED = ("state_machine_arn", "orders_table", "attention_queue_url", "push_function_arn")


class OutputsError(Exception):
    """The outputs are not there, lack something or tell of no stage; the text says what to do."""


class DeployedStage:
    """Clients and names of one stage.

    ``outputs`` are the stack's exports. Those of a local stage hold ``emulator_url`` too: then the
    clients talk to it, with the emulator's key that opens everything.
    """

    def __init__(self, outputs: Mapping[str, Any]) -> None:
        missing = [name for name in NEEDED if not outputs.get(name)]
        if missing:
            raise OutputsError(
                f"the outputs lack {', '.join(missing)}; write them again with: "
                "pulumi stack output --json --stack <stage> > outputs.json"
            )
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
        try:
            outputs = json.loads(path.read_text())
        except FileNotFoundError:
            raise OutputsError(
                f"there is no {path}; start a local stage with: make up, or write the outputs of "
                "one on AWS with: pulumi stack output --json --stack <stage> > outputs.json and "
                "give OUTPUTS=outputs.json"
            ) from None
        except ValueError as error:
            raise OutputsError(f"{path} is no JSON: {error}") from None
        if not isinstance(outputs, dict):
            raise OutputsError(f"{path} must hold a JSON object, got {outputs!r}")
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

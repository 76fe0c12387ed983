"""The stage that a command works on, as the stage's outputs describe it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import boto3

from operations.emulator_client import emulator_client
from operations.outputs import OutputsError, read_outputs, select_outputs


class SettingsError(Exception):
    """The operator's AWS settings cannot be used. The text says where to look."""


@dataclass(frozen=True, kw_only=True)
class DeployedStage:
    """The outputs that a boto3 client needs. A command adds the outputs that it needs as fields."""

    state_machine_arn: str
    """Its Region is the stage's Region."""
    emulator_url: str = ""
    """Address of a local stage's emulator, which all clients then use. Empty on AWS."""

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read the outputs. Raises ``OutputsError``, also when a local stage does not answer."""
        stage = select_outputs(cls, read_outputs(path))
        emulator = urlsplit(stage.emulator_url)
        if emulator.port and not _answers(str(emulator.hostname), emulator.port):
            raise OutputsError(
                f"the local stage of {path} is not running any more: nothing answers at "
                f"{stage.emulator_url}; start one with: make up"
            )
        return stage

    def client(self, service: str) -> Any:
        """A boto3 client for the stage; on AWS with the operator's profile, files and proxies."""
        region = self.state_machine_arn.split(":")[3]
        if self.emulator_url:
            return emulator_client(service, self.emulator_url, region)
        try:
            return boto3.client(service, region_name=region)
        except ValueError as error:  # botocore converts settings without naming them
            raise SettingsError(
                f"a setting of this machine's AWS clients cannot be used: {error}. Look at the "
                "variables AWS_* (env | grep AWS_) and at ~/.aws/config"
            ) from error


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False

"""Creates the program's resources on the emulator."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

from local.provisioners import lambda_
from local.provisioners.registry import FunctionRecord, Inputs, creator_of

ACCOUNT = "000000000000"


class AwsProvisioner:
    """A ``ResourceHandler`` that calls the emulator's AWS API with boto3."""

    def __init__(self, endpoint_url: str, region: str, project_dir: Path) -> None:
        self.endpoint_url = endpoint_url
        self.region = region
        self.project_dir = project_dir
        self.functions: dict[str, FunctionRecord] = {}
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        """The boto3 client of a service on the emulator; thread-safe and kept."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = _session().client(
                    service,
                    endpoint_url=self.endpoint_url,
                    region_name=self.region,
                    aws_access_key_id="test",
                    aws_secret_access_key="test",
                    config=Config(max_pool_connections=50, retries={"max_attempts": 2}, proxies={}),
                )
            return self._clients[service]

    def create(
        self, resource_type: str, name: str, inputs: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Create one resource. Raises what the AWS API raises, or names what is unhandled."""
        taken = Inputs(resource_type, name, inputs)
        taken.ignore("region", "tags")
        resource_id, outputs = creator_of(resource_type)(self, taken)
        taken.finish()
        return resource_id, outputs

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the provider's functions that look up where the program runs."""
        known = {
            "aws:index/getPartition:getPartition": {
                "partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws",
                "reverseDnsPrefix": "com.amazonaws",
            },
            "aws:index/getRegion:getRegion": {
                "name": self.region, "region": self.region, "id": self.region,
                "endpoint": f"ec2.{self.region}.amazonaws.com", "description": self.region,
            },
            "aws:index/getCallerIdentity:getCallerIdentity": {
                "accountId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root", "userId": ACCOUNT,
                "id": ACCOUNT,
            },
        }  # fmt: skip
        if token not in known:
            raise KeyError(f"the local stage cannot answer {token}; add it in {__name__}")
        return known[token]

    def update_function_code(self, logical_name: str) -> None:
        """Give a function the present content of its files."""
        record = self.functions[logical_name]
        self.client("lambda").update_function_code(
            FunctionName=record.physical_name, ZipFile=lambda_.zip_of(record.files)
        )


def _session() -> Any:
    """A session that never reads the caller's AWS profile, settings or credentials."""
    unread = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    return boto3.Session(botocore_session=botocore.session.Session(unread))

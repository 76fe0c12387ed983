"""Creates the program's resources on the emulator."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import boto3
import botocore.session
from botocore.config import Config

from local.program import Created
from local.provisioners import lambda_
from local.provisioners.inputs import Inputs
from local.provisioners.lookups import look_up
from local.provisioners.registry import Clients, creator_of

IGNORED_ON_EVERY_TYPE = ("region", "tags")
"""Properties that no creator reads: the emulator has one region and no use for tags."""


class AwsProvisioner(Clients):
    """A ``ResourceHandler`` that calls the emulator's AWS API with boto3."""

    def __init__(self, endpoint_url: str, region: str, project_dir: Path) -> None:
        super().__init__(region, project_dir)
        self.endpoint_url = endpoint_url

    def _new_client(self, service: str) -> Any:
        return boto3_client(service, self.endpoint_url, self.region)

    def api_endpoint(self, api_id: str, protocol: str) -> str:
        """The API's address by path on the emulator, which works without any name resolution."""
        scheme = "ws" if protocol == "WEBSOCKET" else "http"
        host = self.endpoint_url.split("://", 1)[1]
        return f"{scheme}://{host}/_aws/execute-api/{api_id}"

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        """Create one resource. Raises what the AWS API raises, or names what is unhandled."""
        given = Inputs(resource_type, name, inputs)
        given.ignore(*IGNORED_ON_EVERY_TYPE)
        created = creator_of(resource_type)(self, given)
        given.finish()
        return created

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the provider's functions that look up where the program runs."""
        return look_up(token, self.region)

    def update_function_code(self, logical_name: str) -> None:
        """Give a function the present content of its files, without those deleted since."""
        record = self.functions[logical_name]
        files = {name: source for name, source in record.files.items() if source.exists()}
        self.client("lambda").update_function_code(
            FunctionName=record.physical_name, ZipFile=lambda_.zip_of(files)
        )


def boto3_client(service: str, endpoint_url: str, region: str) -> Any:
    """A client that never reads the caller's AWS profile, settings or credentials."""
    return _session().client(
        service,
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(max_pool_connections=50, retries={"max_attempts": 2}, proxies={}),
    )


@lru_cache  # a session reads each service's model once, for all its clients
def _session() -> Any:
    unread = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    return boto3.Session(botocore_session=botocore.session.Session(unread))

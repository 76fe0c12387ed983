"""Creates the program's resources on the emulator."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local.program import BY_DEFAULT, Created, Naming
from local.provisioners import lambda_
from local.provisioners.inputs import Inputs, random_digits
from local.provisioners.lookups import look_up
from local.provisioners.registry import Clients, creator_of
from operations.emulator_client import emulator_client

IGNORED_ON_EVERY_TYPE = ("region", "tags")
"""Properties that no creator reads: the emulator has one region and no use for tags."""


class AwsProvisioner(Clients):
    """A ``ResourceHandler`` that calls the emulator's AWS API with boto3."""

    def __init__(
        self, endpoint_url: str, region: str, project_dir: Path, naming: Naming = BY_DEFAULT
    ) -> None:
        super().__init__(region, project_dir, naming)
        self.endpoint_url = endpoint_url

    def _new_client(self, service: str) -> Any:
        return emulator_client(service, self.endpoint_url, self.region)

    def api_endpoint(self, api_id: str, protocol: str) -> str:
        """The API's address by path on the emulator, which works without any name resolution."""
        scheme = "ws" if protocol == "WEBSOCKET" else "http"
        host = self.endpoint_url.split("://", 1)[1]
        return f"{scheme}://{host}/_aws/execute-api/{api_id}"

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        """Create one resource. Raises what the AWS API raises, or names what is unhandled."""
        auto_name = self.naming.name(resource_type, name, random_digits)
        given = Inputs(resource_type, name, inputs, auto_name=auto_name)
        given.ignore(*IGNORED_ON_EVERY_TYPE)
        created = creator_of(resource_type)(self, given)
        given.finish()
        return created

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the provider's functions that look up where the program runs."""
        return look_up(token, self.region, args=args)

    def update_function_code(self, logical_name: str) -> None:
        """Give a function the present content of its files, without those deleted since."""
        record = self.functions[logical_name]
        files = {name: source for name, source in record.files.items() if source.exists()}
        self.client("lambda").update_function_code(
            FunctionName=record.physical_name, ZipFile=lambda_.zip_of(files)
        )

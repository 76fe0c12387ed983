"""A session that reads less makes the clients that botocore's own session makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import botocore
import botocore.loaders
import pytest
from botocore.config import Config
from botocore.exceptions import UnknownServiceError
from botocore.session import get_session

from functions.common.aws_clients import PATIENCE
from functions.common.botocore_session import INDEX, OwnServicesLoader, session_for

DATA = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())
REGIONS = [max(one["regions"]) for one in DATA["partitions"]] + ["aws-cn-global", "eu-new-7"]
"""One of each partition, a pseudo-region, and one that AWS has not got."""
OURS, USUAL = session_for(PATIENCE), get_session()


CALLS: dict[str, tuple[str, dict[str, str]]] = {
    "apigatewaymanagementapi": ("get_connection", {"ConnectionId": "c"}),
    "dynamodb": ("list_tables", {}),
    "events": ("list_rules", {}),
    "sqs": ("list_queues", {}),
    "stepfunctions": ("list_state_machines", {}),
}


class NotSentError(Exception):
    """Ends a call before anything is sent."""


def address(client: Any, service: str) -> str:
    """Where a request of the client goes: the service's rules decide, not the client's making."""
    asked: list[str] = []

    def stop(request: Any, **_: Any) -> None:
        asked.append(request.url)
        raise NotSentError

    client.meta.events.register("before-send", stop)
    operation, arguments = CALLS[service]
    with pytest.raises(NotSentError):
        getattr(client, operation)(**arguments)
    return asked[0]


def made(session: Any, service: str, region: str, **config: Any) -> tuple[object, ...]:
    """What a client calls, how it signs, and what it can do."""
    client = session.create_client(
        service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b",
        config=Config(**config),
    )  # fmt: skip
    signer = client._request_signer
    return (
        address(client, service), client.meta.region_name, client.meta.partition,
        signer.signing_name, signer.region_name, signer.signature_version,
        sorted(method for method in dir(client) if not method.startswith("_")),
    )  # fmt: skip


@pytest.mark.parametrize("service", PATIENCE)
def test_a_client_has_the_same_address_and_signature_in_each_partition(service: str) -> None:
    for region in REGIONS:
        for config in ({}, {"use_fips_endpoint": True}):
            assert made(OURS, service, region, **config) == made(USUAL, service, region, **config)


def test_a_service_that_the_functions_do_not_use_is_unknown() -> None:
    with pytest.raises(UnknownServiceError):
        session_for(PATIENCE).create_client("ec2", region_name="us-east-1")


def test_partitions_of_another_form_make_botocore_s_own_index_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = botocore.loaders.Loader.load_data_with_path

    def changed(self: Any, name: str) -> Any:
        return ({"partitions": [{"id": "aws"}]}, "x") if name == "partitions" else read(self, name)

    monkeypatch.setattr(botocore.loaders.Loader, "load_data_with_path", changed)

    assert "dynamodb" in OwnServicesLoader(PATIENCE).load_data(INDEX)["partitions"][0]["services"]

"""As little as a function with some clients can do: make them, and call each once."""

import os
from typing import Any

import boto3

ENDPOINT = os.environ["MANAGEMENT_ENDPOINT"]
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "dynamodb": ("get_item", {"TableName": os.environ["ORDERS_TABLE"],
                              "Key": {"orderId": {"S": "none"}}}),
    "apigatewaymanagementapi": ("post_to_connection", {"ConnectionId": "conn-0", "Data": b"{}"}),
    "stepfunctions": ("start_execution", {"stateMachineArn": os.environ["STATE_MACHINE_ARN"],
                                          "name": "one", "input": "{}"}),
    "events": ("put_events", {"Entries": [{"Source": "shop", "DetailType": "x", "Detail": "{}"}]}),
}  # fmt: skip
CLIENTS: dict[str, Any] = {
    service: boto3.client(
        service, endpoint_url=ENDPOINT if service == "apigatewaymanagementapi" else None
    )
    for service in os.environ["CLIENTS"].split()
}


def handler(event: Any, context: Any) -> None:
    """Call each service."""
    for service, client in CLIENTS.items():
        operation, arguments = CALLS[service]
        getattr(client, operation)(**arguments)

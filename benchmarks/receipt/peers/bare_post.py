"""The bare post: it is told the connection, and posts. No push can do less."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3

if "MANAGEMENT_ENDPOINT" in os.environ:
    API = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["MANAGEMENT_ENDPOINT"])


def handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    data = json.dumps(event["event"]).encode()
    API.post_to_connection(ConnectionId=event["connectionId"], Data=data)
    return {"posted": 1}

"""Outputs of stages whose page is hosted, and what a policy says."""

from __future__ import annotations

from typing import Any

OF_AWS: dict[str, Any] = {
    "websocket_url": "wss://abc.execute-api.eu-west-1.amazonaws.com/dev",
    "http_url": "https://def.execute-api.eu-west-1.amazonaws.com",
    "user_pool_id": "eu-west-1_Pool",
    "user_pool_client_id": "4client",
    "oidc_issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool",
    "orders_table": "orders",
}
OF_THE_LOCAL_STAGE: dict[str, Any] = {
    "websocket_url": "ws://127.0.0.1:4566/dev",
    "http_url": "http://127.0.0.1:4566/http",
    "user_pool_id": "us-east-1_Pool",
    "user_pool_client_id": "4client",
    "oidc_issuer": "http://127.0.0.1:4566/us-east-1_Pool",
    "emulator_url": "http://127.0.0.1:4566",
    "region": "us-east-1",
    "demo_buyers": [{"email": "ada@example.com", "password": "made-up"}],
}


def directives(policy: str) -> dict[str, list[str]]:
    """Name of each directive of a Content-Security-Policy -> its values."""
    found = [one.split() for one in policy.split(";")]
    assert len({name for name, *_ in found}) == len(found)  # browsers ignore the second of a name
    return {name: values for name, *values in found}

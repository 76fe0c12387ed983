"""API Gateway (v1): only the account's settings, which the emulator keeps for itself."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates


@creates("aws:apigateway/account:Account")
def account(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    """The account's CloudWatch role. The emulator writes no access logs, so nothing is set."""
    role = inputs.take("cloudwatchRoleArn")
    return "api-gateway-account", {"cloudwatchRoleArn": role, "apiKeyVersion": "4", "features": []}

"""API Gateway (v1): only the account's settings, which are returned and set nowhere."""

from __future__ import annotations

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:apigateway/account:Account")
def account(clients: Clients, inputs: Inputs) -> Created:
    """The account's CloudWatch role. The emulator writes no access logs, so it needs no role."""
    outputs = {
        "cloudwatchRoleArn": inputs.take("cloudwatchRoleArn"),
        "apiKeyVersion": "4",
        "features": [],
    }
    return Created("api-gateway-account", outputs)

"""Functions that Lambda would not create, or that run longer than API Gateway waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from local.refusals.registered import Registered

API_TIMEOUT_SECONDS = 29
MAX_TIMEOUT_SECONDS = 900
MAX_ENVIRONMENT_BYTES = 4096
NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")
# Lambda developer guide, "Defined runtime environment variables": reserved, cannot be set.
RESERVED = {"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION",
            "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"}  # fmt: skip


def broken_functions(registered: Registered) -> Iterator[str]:
    """Bad names, environments and time-outs, one sentence each."""
    behind_api = {
        integration.inputs["integrationUri"]
        for integration in registered.of_type("Integration")
        if integration.inputs.get("integrationUri")  # a MOCK integration has none
    }
    for function in registered.of_type("Function"):
        timeout = function.inputs.get("timeout", 3)
        if not 1 <= timeout <= MAX_TIMEOUT_SECONDS:
            yield f"{function.name}: timeout {timeout} s is outside 1..{MAX_TIMEOUT_SECONDS}"
        if timeout > API_TIMEOUT_SECONDS and function.outputs.get("invokeArn") in behind_api:
            yield (
                f"{function.name}: its timeout of {timeout} s is longer than the "
                f"{API_TIMEOUT_SECONDS} s that API Gateway waits"
            )
        if len(str(function.outputs["name"])) > 64:
            yield f"{function.name}: the physical name has over 64 characters"
        variables = function.inputs.get("environment", {}).get("variables", {})
        for name, value in variables.items():
            if name in RESERVED or not NAME.fullmatch(name):
                yield f"{function.name}: Lambda does not accept the variable name {name!r}"
            if not isinstance(value, str):
                yield f"{function.name}: the variable {name} must be a text, got {value!r}"
        if (
            sum(len(f"{key}{value}".encode()) for key, value in variables.items())
            > MAX_ENVIRONMENT_BYTES
        ):
            yield f"{function.name}: its environment is over {MAX_ENVIRONMENT_BYTES} bytes"
    for role in registered.of_type("Role"):
        if len(str(role.outputs["name"])) > 64:
            yield f"{role.name}: the physical name of a role has 64 characters at most"

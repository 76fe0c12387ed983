"""The variables of functions: what Lambda takes, and nothing that opens a door."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .registered import Registered
from .rule import Resource, Rule, Severity

MAX_BYTES = 4096
NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")
# Lambda developer guide, "Defined runtime environment variables": reserved, cannot be set.
RESERVED = {"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION",
            "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"}  # fmt: skip
# An access key's id (IAM user guide, "Unique identifiers"), and the head of a PEM file.
CREDENTIAL = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")


def _variables(function: Resource) -> Mapping[str, Any]:
    variables = (function.inputs.get("environment") or {}).get("variables") or {}
    return variables if isinstance(variables, Mapping) else {}


def _not_accepted(function: Resource, _: Registered) -> Iterator[str]:
    variables = _variables(function)
    for name, value in variables.items():
        if name in RESERVED or not NAME.fullmatch(name):
            yield f"Lambda does not accept the variable name {name!r}"
        if not isinstance(value, str):
            yield f"the variable {name} must be a text, got {value!r}"
    if sum(len(f"{key}{value}".encode()) for key, value in variables.items()) > MAX_BYTES:
        yield f"its environment is over {MAX_BYTES} bytes"


def _credentials(function: Resource, _: Registered) -> Iterator[str]:
    for name, value in _variables(function).items():
        if CREDENTIAL.search(str(value)):
            yield f"the variable {name} holds a key, which whoever may read the function can read"


RULES = (
    Rule(
        id="function-environment-accepted",
        severity=Severity.MANDATORY,
        holds="Lambda takes the names, the texts and the size of a function's variables.",
        remedy="rename, shorten or remove variables",
        kinds=("Function",),
        check=_not_accepted,
        source="Lambda developer guide, Environment variables; Lambda quotas",
    ),
    Rule(
        id="no-key-in-environment",
        severity=Severity.MANDATORY,
        holds="No variable holds an AWS access key or a private key.",
        remedy="give the function's role the permission, or read the key from Secrets Manager",
        kinds=("Function",),
        check=_credentials,
        source="IAM user guide, Security best practices: temporary credentials",
    ),
)

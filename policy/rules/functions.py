"""Functions that Lambda would not create, or that run longer than API Gateway waits."""

from __future__ import annotations

from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import number

# HTTP APIs wait for 30 seconds, WebSocket APIs for 29 (their pages of quotas).
API_TIMEOUT_SECONDS = {"HTTP": 30, "WEBSOCKET": 29}
DEFAULT_TIMEOUT_SECONDS = 3
MAX_TIMEOUT_SECONDS = 900
MAX_NAME_CHARACTERS = 64
# Lambda developer guide, "Lambda runtimes": those whose date has passed on 2026-11-27. What is left
# on Amazon Linux 2, such as python3.10, still gets important patches.
DEPRECATED = {"dotnet5.0", "dotnet6", "dotnet7", "dotnet8", "dotnetcore1.0", "dotnetcore2.0",
              "dotnetcore2.1", "dotnetcore3.1", "go1.x", "java8", "nodejs", "nodejs4.3",
              "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x",
              "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs20.x", "provided", "python2.7",
              "python3.6", "python3.7", "python3.8", "python3.9", "ruby2.5", "ruby2.7",
              "ruby3.2"}  # fmt: skip


def timeout_of(function: Resource) -> float:
    """The function's time-out in seconds."""
    return number(function.inputs.get("timeout", DEFAULT_TIMEOUT_SECONDS))


def _outside_range(function: Resource, _: Registered) -> Iterator[str]:
    if not 1 <= timeout_of(function) <= MAX_TIMEOUT_SECONDS:
        yield f"timeout {timeout_of(function):g} s is outside 1..{MAX_TIMEOUT_SECONDS}"


def is_function(uri: str | None, function: Resource) -> bool:
    """Whether an integration's or authorizer's URI leads to it. HTTP APIs take its ARN as well."""
    return bool(uri) and uri in (function.outputs["invokeArn"], function.outputs["arn"])


def _slower_than_api(function: Resource, registered: Registered) -> Iterator[str]:
    if timeout_of(function) <= min(API_TIMEOUT_SECONDS.values()):
        return
    # A MOCK integration has no URI.
    with_uri = [o for o in registered.of_type("Integration") if o.inputs.get("integrationUri")]
    behind = [o for o in with_uri if is_function(o.inputs["integrationUri"], function)]
    protocols = {api.inputs.get("protocolType") for o in behind if (api := registered.api_of(o))}
    waits = [seconds for name, seconds in API_TIMEOUT_SECONDS.items() if name in protocols]
    if waits and timeout_of(function) > min(waits):
        yield (
            f"its timeout of {timeout_of(function):g} s is longer than the {min(waits)} s "
            "that API Gateway waits"
        )


def _long_name(resource: Resource, _: Registered) -> Iterator[str]:
    name = resource.inputs.get("name") or resource.outputs["name"]
    if len(str(name)) > MAX_NAME_CHARACTERS:
        yield f"the physical name {name!r} has over {MAX_NAME_CHARACTERS} characters"


def _deprecated(function: Resource, _: Registered) -> Iterator[str]:
    if function.inputs.get("runtime") in DEPRECATED:
        yield f"Lambda no longer patches the runtime {function.inputs['runtime']}"


def _logs_for_ever(function: Resource, registered: Registered) -> Iterator[str]:
    if (function.inputs.get("loggingConfig") or {}).get("logGroup"):
        return
    own = f"/aws/lambda/{function.inputs.get('name') or function.outputs['name']}"
    if not any(group.inputs.get("name") == own for group in registered.of_type("LogGroup")):
        yield f"Lambda itself makes the log group {own}, which keeps its lines for ever"


RULES = (
    Rule(
        id="function-timeout-in-range",
        severity=Severity.MANDATORY,
        holds="A function's time-out is 1 to 900 seconds.",
        remedy="set timeout to 1 to 900 seconds",
        kinds=("Function",),
        check=_outside_range,
        source="Lambda developer guide, Lambda quotas",
    ),
    Rule(
        id="function-answers-in-time",
        severity=Severity.MANDATORY,
        holds="A function behind an API ends while API Gateway waits: 30 seconds in an HTTP API, "
        "29 in a WebSocket API.",
        remedy="shorten the time-out, or answer first and work on behind a queue",
        kinds=("Function",),
        check=_slower_than_api,
        source="API Gateway developer guide, Quotas for HTTP APIs, for WebSocket APIs",
        alone=False,
    ),
    Rule(
        id="physical-name-fits",
        severity=Severity.MANDATORY,
        holds="The physical name of a function or a role has 64 characters at most.",
        remedy="shorten the name",
        kinds=("Function", "Role"),
        check=_long_name,
        source="Lambda and IAM API references, CreateFunction and CreateRole",
        alone=False,
    ),
    Rule(
        id="function-runtime-supported",
        severity=Severity.ADVISORY,
        holds="A function's runtime still gets patches.",
        remedy="take a newer version of the language",
        kinds=("Function",),
        check=_deprecated,
        source="Lambda developer guide, Lambda runtimes; AWS Security Hub, Lambda.2",
    ),
    Rule(
        id="function-has-log-group",
        severity=Severity.ADVISORY,
        holds="A function writes to a log group of the program.",
        remedy="name a log group in logging_config",
        kinds=("Function",),
        check=_logs_for_ever,
        source="Lambda developer guide, Configuring CloudWatch log groups",
        alone=False,
    ),
)

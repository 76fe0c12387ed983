"""Runs the real program or one component under Pulumi mocks and records every registration."""

from __future__ import annotations

import json
import logging
import runpy
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks

from local.program.light_sdk import lighten
from local.provisioners.lookups import look_up
from tests.support.repository import REPO_ROOT

ACCOUNT = "123456789012"

lighten()  # as the process of a local run does; under pytest the stack is deep, too

DEV_CONFIG = {
    "realtime-checkout:allowedOrigins": json.dumps(["https://shop.example.com"]),
    "aws:region": "us-east-1",
}


_STAGES: dict[tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]], Recording] = {}
"""What ``record_stage`` has made, by its arguments."""


@dataclass
class Registration:
    """One resource as the engine would see it."""

    type: str
    name: str
    inputs: dict[str, Any]
    parent: str = ""


@dataclass
class Recording(mocks.Mocks):
    """Answers plausible outputs and remembers what was asked."""

    resources: list[Registration] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    parents: dict[tuple[str, str], str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.resource_id:  # read, not registered; the account has nothing set
            return args.resource_id, {}
        with self.lock:
            self.resources.append(Registration(args.typ, args.name, dict(args.inputs)))
        service = args.typ.split(":")[1].split("/")[0]
        arn = f"arn:aws:{service}:us-east-1:123456789012:{args.name}"
        known = {
            "arn": arn,
            "name": args.inputs.get("name", args.name),
            "apiEndpoint": f"wss://{args.name}.example.com",
            "executionArn": f"arn:aws:execute-api:us-east-1:123456789012:{args.name}",
            "invokeArn": f"arn:aws:apigateway:us-east-1:lambda:path/functions/{arn}/invocations",
            "url": f"https://sqs.us-east-1.amazonaws.com/123456789012/{args.name}",
            "streamArn": f"{arn}/stream/2030-01-01T00:00:00.000",
            "endpoint": "cognito-idp.us-east-1.amazonaws.com/us-east-1_pool",
        }
        return f"{args.name}-id", {**known, **args.inputs}

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return look_up(args.token, "us-east-1", ACCOUNT), []

    def named(self, name: str) -> Registration:
        """The one resource of this logical name."""
        (found,) = [resource for resource in self.resources if resource.name == name]
        return found

    def of_type(self, type_token: str) -> list[Registration]:
        """All resources of a type, by name."""
        return sorted((r for r in self.resources if r.type == type_token), key=lambda r: r.name)


class ParentedMonitor(mocks.MockMonitor):
    """Pulumi's mock monitor, which also keeps whose child each resource is."""

    def RegisterResource(self, request: Any) -> Any:
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]  # as Pulumi has it
        if isinstance(self.mocks, Recording) and request.type != "pulumi:pulumi:Stack":
            with self.mocks.lock:
                self.mocks.parents[request.name, request.type] = request.parent.split("::")[-1]
        return response


class WarningLog(logging.Handler):
    """Keeps what the program warned of."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(logging.WARNING)
        self._recording = recording

    def emit(self, record: logging.LogRecord) -> None:
        self._recording.warnings.append(record.getMessage())


def record(
    program: Callable[[], Any],
    config: dict[str, str] | None = None,
    recording: Recording | None = None,
    secret_keys: Sequence[str] = (),
    stack: str = "dev",
) -> Recording:
    """Run ``program`` under mocks and wait until every registration is done.

    A ``recording`` of the caller's shows what was registered although the program failed.
    """
    recording = recording or Recording()
    logger = logging.Logger("recorded-program")
    logger.addHandler(WarningLog(recording))
    pulumi.runtime.set_mocks(
        recording,
        project="realtime-checkout",
        stack=stack,
        preview=False,
        logger=logger,
        monitor=ParentedMonitor(recording),
    )
    pulumi.runtime.set_all_config(DEV_CONFIG if config is None else config, [*secret_keys])

    @pulumi.runtime.test  # type: ignore[untyped-decorator]  # as Pulumi has it
    def run() -> Any:
        return program()

    run()
    for resource in recording.resources:
        resource.parent = recording.parents[resource.name, resource.type]
    return recording


def record_stage(
    config: dict[str, str] | None = None,
    recording: Recording | None = None,
    secret_keys: Sequence[str] = (),
    stack: str = "dev",
) -> Recording:
    """Record the unmodified ``__main__.py``.

    A recording of the same settings is made once: tests look at it, and change nothing in it.
    """
    settings = DEV_CONFIG if config is None else config
    key = (stack, tuple(sorted(settings.items())), tuple(secret_keys))
    if recording is None and key in _STAGES:
        return _STAGES[key]
    made = record(
        lambda: runpy.run_path(str(REPO_ROOT / "__main__.py"), run_name="__main__") and None,
        settings,
        recording,
        secret_keys,
        stack,
    )
    if recording is None:
        _STAGES[key] = made
    return made

"""The pack's process, as the CLI starts it, and Pulumi's Analyzer protocol spoken to it.

The CLI's Python host runs ``python -u -m pulumi.policy <engine> <folder>`` in the pack's folder and
reads the port from its first line (pulumi/pulumi, sdk/python/cmd/pulumi-language-python/main.go).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from local.program import RegisteredResource
from local.program.wire import to_struct
from tests.policy.pack.environment import python_of_the_pack
from tests.policy.pack.stacks import in_stack

NO_ENGINE = "127.0.0.1:9"
"""Where an engine would be. A pack speaks to it only to say why it cannot start."""
LEVELS = {"advisory": analyzer_pb2.ADVISORY, "mandatory": analyzer_pb2.MANDATORY}


class PackProcess:
    """A running pack."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._stub = analyzer_pb2_grpc.AnalyzerStub(channel)

    def info(self) -> Any:
        """What the pack says of itself and of its policies."""
        return self._stub.GetAnalyzerInfo(empty_pb2.Empty())

    def configure(self, config: Mapping[str, tuple[str, Mapping[str, Any]]]) -> None:
        """The config that the CLI made of a file: level and properties by policy."""
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for policy, (level, properties) in config.items():
            one = request.policyConfig[policy]
            one.enforcementLevel = LEVELS[level]
            one.properties.update(properties)
        self._stub.Configure(request)

    def before(
        self, resource: RegisteredResource, properties: struct_pb2.Struct | None = None
    ) -> list[Any]:
        """Diagnostics before the resource is made. ``properties``: its inputs on the wire."""
        request = analyzer_pb2.AnalyzeRequest(
            type=resource.type,
            urn=resource.urn,
            name=resource.name,
            properties=properties or to_struct(resource.inputs),
            options=_options(resource),
            provider=_provider(resource),
        )
        return [*self._stub.Analyze(request).diagnostics]

    def at_the_end(self, resources: Sequence[RegisteredResource]) -> list[Any]:
        """Diagnostics of the whole stack."""
        request = analyzer_pb2.AnalyzeStackRequest(
            resources=[
                analyzer_pb2.AnalyzerResource(
                    type=one.type,
                    urn=one.urn,
                    name=one.name,
                    properties=to_struct(one.outputs),
                    options=_options(one),
                    provider=_provider(one),
                    dependencies=one.dependencies,
                )
                for one in resources
            ]
        )
        return [*self._stub.AnalyzeStack(request).diagnostics]

    def run(self, resources: Sequence[RegisteredResource], stack: str) -> list[Any]:
        """Diagnostics of a stack of that name from its first resource to the end."""
        there = in_stack(resources, stack)
        before = [said for one in there if not one.read for said in self.before(one)]
        return [*before, *self.at_the_end(there)]


def _options(resource: RegisteredResource) -> Any:
    return analyzer_pb2.AnalyzerResourceOptions(protect=bool(resource.options.protect))


def _provider(resource: RegisteredResource) -> Any:
    """Each resource but a component has one."""
    if not resource.custom:
        return None
    return analyzer_pb2.AnalyzerProviderResource(
        type="pulumi:providers:aws", urn="urn:pulumi:s::p::pulumi:providers:aws::aws", name="aws"
    )


@contextmanager
def running(pack: Path, **environment: str) -> Iterator[PackProcess]:
    """A pack's process until the end of the block."""
    inherited = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    process = subprocess.Popen(
        [python_of_the_pack(), "-u", "-m", "pulumi.policy", NO_ENGINE, pack],
        cwd=pack, env={**inherited, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        port = process.stdout.readline().decode().strip()
        if not port.isdecimal():
            process.kill()
            raise AssertionError(f"the pack did not start: {process.communicate()}")
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield PackProcess(channel)
    finally:
        process.kill()
        process.communicate()

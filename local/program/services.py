"""The monitor and the engine as gRPC services, for one run of a program."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from local.program.engine import Engine
from local.program.monitor import Monitor

MESSAGE_BYTES = 400 * 1024 * 1024  # as Pulumi's own engine allows


@contextmanager
def serving(monitor: Monitor, engine: Engine) -> Iterator[str]:
    """Serve both services inside; their address."""
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=16),
        options=[("grpc.max_receive_message_length", MESSAGE_BYTES)],
    )
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(grace=None)

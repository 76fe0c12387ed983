"""Pulumi's Engine service, played by this process: log messages."""

from __future__ import annotations

import threading
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc


class Engine(engine_pb2_grpc.EngineServicer):
    """The service of one run, and what the run logged."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.failures: list[str] = []
        self._lock = threading.Lock()

    def fail(self, message: str) -> None:
        """Keep a reason why the run failed."""
        with self._lock:
            self.failures.append(message)

    def Log(self, request: Any, context: Any) -> Any:
        if request.severity == engine_pb2.WARNING:
            with self._lock:
                self.warnings.append(request.message)
        elif request.severity == engine_pb2.ERROR:
            self.fail(request.message)
        return empty_pb2.Empty()

"""The notifier's functions: what each is given, and what its role may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components import quotas
from components.building_blocks import iam
from components.building_blocks.function_family import FunctionFamily
from components.building_blocks.lambda_function import PythonFunction
from components.realtime_notifier.push_queue import CONSUMER_TIMEOUT_SECONDS, PushQueue

PUSH_TIMEOUT_SECONDS = 30  # a post and a close of 13 s each, and the log


class RealtimeFunctions:
    """``open``, ``close``, ``unknown``, ``resume``, ``push``, ``push_queued``, ``family``."""

    def __init__(
        self,
        name: str,
        settings: Mapping[str, Any],
        *,
        layer_arn: pulumi.Input[str],
        connections: aws.dynamodb.Table,
        events: aws.dynamodb.Table,
        management_endpoint: pulumi.Input[str],
        api_stage_arn: pulumi.Output[str],
        queue: PushQueue,
        parent: pulumi.Resource,
    ) -> None:
        self.family = FunctionFamily(name, "realtime", settings, layer_arn=layer_arn, parent=parent)
        self._settings = settings
        self._connections, self._events = connections, events
        self._endpoint = {"MANAGEMENT_ENDPOINT": management_endpoint}
        self._api_stage_arn = api_stage_arn
        self.open, self.close = self._handshake()
        self.unknown = self.family.new("answer_unknown", {})
        self.resume = self._replay()
        self.push = self._pusher("push_event", PUSH_TIMEOUT_SECONDS)
        self.push_queued = self._pusher(
            "push_queued_events", CONSUMER_TIMEOUT_SECONDS, iam.consume(queue.queue.arn)
        )
        queue.feed(self.push_queued)

    def _handshake(self) -> tuple[PythonFunction, PythonFunction]:
        rows = {"CONNECTIONS_TABLE": self._connections.name}
        limits = {
            "CONNECTION_TTL_SECONDS": str(quotas.CONNECTION_DURATION.value),
            "MAX_CONNECTIONS_PER_USER": self._whole("max_connections_per_user"),
            "ALLOWED_ORIGINS": pulumi.Output.from_input(self._settings["allowed_origins"]).apply(
                ",".join
            ),
        }
        opens = self.family.new(
            "open_connection",
            rows | limits | self._endpoint,
            iam.table_access(self._connections.arn, "Query", "PutItem", "DeleteItem"),
            self._manage("DELETE"),
            timeout_seconds=quotas.INTEGRATION_TIMEOUT.value,
        )
        closes = self.family.new(
            "close_connection", rows, iam.table_access(self._connections.arn, "DeleteItem")
        )
        return opens, closes

    def _replay(self) -> PythonFunction:
        return self.family.new(
            "resume_events",
            {"EVENTS_TABLE": self._events.name} | self._endpoint,
            iam.table_access(self._events.arn, "GetItem", "Query"),
            self._manage("POST", "DELETE"),
            timeout_seconds=quotas.INTEGRATION_TIMEOUT.value,
        )

    def _pusher(
        self, module: str, timeout_seconds: int, *statements: iam.Statement
    ) -> PythonFunction:
        return self.family.new(
            module,
            {
                "CONNECTIONS_TABLE": self._connections.name,
                "EVENTS_TABLE": self._events.name,
                "REPLAY_WINDOW_HOURS": self._whole("replay_window_hours"),
                **self._endpoint,
            },
            iam.table_access(self._connections.arn, "Query", "DeleteItem"),
            iam.table_access(self._events.arn, "GetItem", "BatchWriteItem", "PutItem"),
            self._manage("POST", "DELETE"),
            *statements,
            timeout_seconds=timeout_seconds,
            memory_mib=512,
        )

    def _manage(self, *methods: str) -> iam.Statement:
        arns = [
            pulumi.Output.concat(self._api_stage_arn, f"/{method}/@connections/*")
            for method in methods
        ]
        return iam.manage_connections(arns)

    def _whole(self, setting: str) -> pulumi.Output[str]:
        # Pulumi's wire format has no integers: another stack's 24 comes as 24.0.
        return pulumi.Output.from_input(self._settings[setting]).apply(lambda n: str(int(n)))

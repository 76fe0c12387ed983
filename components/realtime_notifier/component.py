"""RealtimeNotifier: push an event to every browser of one user."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import quotas
from components.building_blocks import validation
from components.building_blocks.api_routes import ApiRoutes
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.dynamodb import on_demand_table
from components.realtime_notifier.api_stage import API_STAGE, web_socket_stage
from components.realtime_notifier.args import RealtimeNotifierArgs, resolve_args
from components.realtime_notifier.connect_authorizer import ConnectAuthorizer
from components.realtime_notifier.functions import RealtimeFunctions
from components.realtime_notifier.push_queue import PushQueue

OUTPUTS = ("websocket_url", "management_endpoint", "push_function_arn", "event_bus_arn",
           "push_dead_letter_queue_url", "connections_table", "events_table", "layer_arn",
           "quota_notes")  # fmt: skip
LONGEST_NAME = 64 - len("-authorize-connection-function-1234567")


class RealtimeNotifier(pulumi.ComponentResource):
    """WebSocket API, connections table, authorizer and push function of one stage."""

    websocket_url: pulumi.Output[str]
    """Address that browsers connect to (``wss://…``)."""
    management_endpoint: pulumi.Output[str]
    """Address of the API Gateway Management API for this stage (``https://…``)."""
    push_function_arn: pulumi.Output[str]
    """Function that takes ``{"userId", "event"}``: the push contract."""
    event_bus_arn: pulumi.Output[str]
    """Bus whose events of detail-type ``realtime.push`` are pushed; their detail is the same."""
    push_dead_letter_queue_url: pulumi.Output[str]
    """Queue of events from the bus that could not be pushed."""
    connections_table: pulumi.Output[str]
    """Name of the table of open connections, keyed ``userId`` + ``connectionId``."""
    events_table: pulumi.Output[str]
    """Name of the replay log, keyed ``userId`` + ``itemKey``."""
    layer_arn: pulumi.Output[str]
    """Layer with the functions' dependencies, to be shared with other components."""
    quota_notes: pulumi.Output[list[str]]
    """What has to be raised for the expected load, then every quota that applies."""
    api: aws.apigatewayv2.Api
    """Escape hatch: the WebSocket API itself."""

    def __init__(
        self, name: str, args: RealtimeNotifierArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = resolve_args(args)
        validation.name("RealtimeNotifier", name, LONGEST_NAME)
        super().__init__("realtime:index:RealtimeNotifier", name, None, opts)
        layer_arn = settings.get("layer_arn") or dependency_layer(name, parent=self).arn
        tables = _tables(name, settings["deletion_protection"], parent=self)
        api = aws.apigatewayv2.Api(
            f"{name}-api",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.action",
            opts=pulumi.ResourceOptions(parent=self),
        )
        websocket_url = pulumi.Output.concat(api.api_endpoint, f"/{API_STAGE}")
        # Callbacks go to the execute-api address, never to a custom domain.
        management_endpoint = websocket_url.apply(lambda url: url.replace("ws", "http", 1))
        queue = PushQueue(name, settings, parent=self)
        functions = RealtimeFunctions(
            name,
            settings,
            layer_arn=layer_arn,
            connections=tables.connections,
            events=tables.events,
            management_endpoint=management_endpoint,
            api_stage_arn=pulumi.Output.concat(api.execution_arn, f"/{API_STAGE}"),
            queue=queue,
            parent=self,
        )
        deployment = _routes(name, api, settings, functions, parent=self)
        web_socket_stage(name, api, deployment, settings, parent=self)

        self.api = api
        self.websocket_url = websocket_url
        self.management_endpoint = management_endpoint
        self.push_function_arn = functions.push.arn
        self.event_bus_arn = queue.bus_arn
        self.push_dead_letter_queue_url = queue.dead_letters.url
        self.connections_table = tables.connections.name
        self.events_table = tables.events.name
        self.layer_arn = pulumi.Output.from_input(layer_arn)
        self.quota_notes = _quota_notes(settings, resource=self)
        self.register_outputs({output: getattr(self, output) for output in OUTPUTS})

    @staticmethod
    def check(args: RealtimeNotifierArgs) -> None:
        """Raise what the constructor would, for a program that creates something else before."""
        resolve_args(args)


@dataclass(frozen=True)
class NotifierTables:
    """Where a notifier keeps what it must remember."""

    connections: aws.dynamodb.Table
    events: aws.dynamodb.Table


def _tables(
    name: str, deletion_protection: pulumi.Input[bool], *, parent: pulumi.Resource
) -> NotifierTables:
    return NotifierTables(
        # Rows of connections last two hours at most: nothing worth recovering.
        connections=on_demand_table(
            f"{name}-connections", hash_key="userId", range_key="connectionId",
            expires=True, recoverable=False, parent=parent,
        ),
        events=on_demand_table(
            f"{name}-events", hash_key="userId", range_key="itemKey", expires=True,
            deletion_protection=deletion_protection, parent=parent,
        ),
    )  # fmt: skip


def _routes(
    name: str,
    api: aws.apigatewayv2.Api,
    settings: Mapping[str, Any],
    functions: RealtimeFunctions,
    *,
    parent: pulumi.Resource,
) -> aws.apigatewayv2.Deployment:
    authorizer = ConnectAuthorizer(name, api, settings, functions.family, parent=parent)
    routes = ApiRoutes(name, api, parent=parent)
    routes.add_function("$connect", functions.open, authorization=authorizer.route_arguments)
    routes.add_function("$disconnect", functions.close)
    routes.add_function("$default", functions.unknown, answers=True)
    routes.add_function("resume", functions.resume)
    routes.add_mock("ping", {"type": "realtime.pong"})
    return routes.deploy(also=authorizer.trigger_inputs)


def _quota_notes(
    settings: Mapping[str, Any], *, resource: pulumi.Resource
) -> pulumi.Output[list[str]]:
    """The notes; what has to be raised is also a warning of the resource."""
    peak = settings.get("expected_peak_connections")
    connects = settings.get("expected_connects_per_second")
    for demand in quotas.demands(peak, connects):
        pulumi.log.warn(demand, resource=resource)
    return pulumi.Output.from_input(quotas.quota_notes(peak, connects))

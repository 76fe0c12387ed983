"""RealtimeNotifier: push an event to every browser of one user."""

import pulumi
import pulumi_aws as aws

from components import quotas
from components.building_blocks import validation
from components.building_blocks.api_routes import ApiRoutes
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.dynamodb import on_demand_table
from components.realtime_notifier.api_stage import API_STAGE, web_socket_stage
from components.realtime_notifier.args import RealtimeNotifierArgs, checked
from components.realtime_notifier.connect_authorizer import ConnectAuthorizer
from components.realtime_notifier.functions import RealtimeFunctions
from components.realtime_notifier.push_queue import PushQueue

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
        settings = checked(args)
        validation.name("RealtimeNotifier", name, LONGEST_NAME)
        super().__init__("realtime:index:RealtimeNotifier", name, None, opts)
        self._name = name
        self._settings = settings

        self._layer()
        self._tables()
        self._web_socket_api()
        self._event_bus()
        self._functions()
        self._routes()
        self._quota_notes()
        self._register()

    @staticmethod
    def check(args: RealtimeNotifierArgs) -> None:
        """Raise what the constructor would, for a program that creates something else before."""
        checked(args)

    def _layer(self) -> None:
        given = self._settings.get("layer_arn")
        layer = given or dependency_layer(self._name, parent=self).arn
        self.layer_arn = pulumi.Output.from_input(layer)

    def _tables(self) -> None:
        # Rows of connections last two hours at most: nothing worth recovering.
        self._connections = on_demand_table(
            f"{self._name}-connections", hash_key="userId", range_key="connectionId",
            expires=True, recoverable=False, parent=self,
        )  # fmt: skip
        self._events = on_demand_table(
            f"{self._name}-events", hash_key="userId", range_key="itemKey", expires=True,
            deletion_protection=self._settings["deletion_protection"], parent=self,
        )  # fmt: skip
        self.connections_table = self._connections.name
        self.events_table = self._events.name

    def _web_socket_api(self) -> None:
        self.api = aws.apigatewayv2.Api(
            f"{self._name}-api",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.action",
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.websocket_url = pulumi.Output.concat(self.api.api_endpoint, f"/{API_STAGE}")
        # Callbacks go to the execute-api address, never to a custom domain.
        self.management_endpoint = self.websocket_url.apply(
            lambda url: url.replace("ws", "http", 1)
        )

    def _event_bus(self) -> None:
        self._queue = PushQueue(self._name, self._settings, parent=self)
        self.event_bus_arn = self._queue.bus_arn
        self.push_dead_letter_queue_url = self._queue.dead_letters.url

    def _functions(self) -> None:
        self._made = RealtimeFunctions(
            self._name,
            self._settings,
            layer_arn=self.layer_arn,
            connections=self._connections,
            events=self._events,
            management_endpoint=self.management_endpoint,
            api_stage_arn=pulumi.Output.concat(self.api.execution_arn, f"/{API_STAGE}"),
            queue=self._queue,
            parent=self,
        )
        self.push_function_arn = self._made.push.arn

    def _routes(self) -> None:
        authorization = ConnectAuthorizer(
            self._name, self.api, self._settings, self._made.family, parent=self
        )
        routes = ApiRoutes(self._name, self.api, parent=self)
        routes.add_function(
            "$connect", self._made.open, authorization=authorization.route_arguments
        )
        routes.add_function("$disconnect", self._made.close)
        routes.add_function("$default", self._made.unknown, answers=True)
        routes.add_function("resume", self._made.resume)
        routes.add_mock("ping", {"type": "realtime.pong"})
        deployment = routes.deploy(also=authorization.facts)
        web_socket_stage(self._name, self.api, deployment, self._settings, parent=self)

    def _quota_notes(self) -> None:
        peak = self._settings.get("expected_peak_connections")
        connects = self._settings.get("expected_connects_per_second")
        for demand in quotas.demands(peak, connects):
            pulumi.log.warn(demand, resource=self)
        self.quota_notes = pulumi.Output.from_input(quotas.quota_notes(peak, connects))

    def _register(self) -> None:
        names = ("websocket_url", "management_endpoint", "push_function_arn", "event_bus_arn",
                 "push_dead_letter_queue_url", "connections_table", "events_table", "layer_arn",
                 "quota_notes")  # fmt: skip
        self.register_outputs({name: getattr(self, name) for name in names})

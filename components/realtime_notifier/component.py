"""RealtimeNotifier: push an event to every browser of one user."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

import pulumi
import pulumi_aws as aws

from components import quotas
from components.building_blocks.api_routes import function_routes, mock_route
from components.building_blocks.api_stage import once_live
from components.building_blocks.child_names import check_name, joined
from components.building_blocks.component_tag import tagged
from components.building_blocks.custom_domain import custom_domain
from components.building_blocks.deletion_protection import (
    DeletionProtection,
    Descendants,
)
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.function_family import FunctionFamily
from components.building_blocks.origin_warnings import warn_of_plain_http
from components.realtime_notifier.api_stage import (
    API_STAGE,
    throttle_warnings,
    web_socket_stage,
)
from components.realtime_notifier.args import NAME, NotifierSettings, check_args, resolve_args
from components.realtime_notifier.child_names import CHILDREN
from components.realtime_notifier.connect_authorizer import connect_authorization
from components.realtime_notifier.functions import (
    FUNCTIONS,
    PUSH_EVENT,
    PUSH_QUEUED_EVENTS,
    supplies,
)
from components.realtime_notifier.monitoring import notifier_widgets, watch_notifier
from components.realtime_notifier.push_queue import consume_pushes, push_queue
from components.realtime_notifier.route_actions import route_children
from components.realtime_notifier.tables import notifier_tables
from components.realtime_notifier.team_routes import team_routes
from components.typed_args import RealtimeNotifierArgs
from contract.frames import MALFORMED_FRAME, PING, PONG
from contract.metrics import REALTIME

OUTPUTS = ("websocket_url", "management_endpoint", "push_function_arn", "event_bus_arn",
           "push_dead_letter_queue_url", "connections_table", "events_table", "layer_arn",
           "quota_notes", "api_id", "dashboard_widgets")  # fmt: skip


class RealtimeNotifier(pulumi.ComponentResource):
    """WebSocket API, connections table, authorizer and push function of one stage."""

    websocket_url: pulumi.Output[str]
    """Address that browsers connect to (``wss://…``): the domain name's, if the API has one."""
    management_endpoint: pulumi.Output[str]
    """Address of the API Gateway Management API for this stage (``https://…``). It is always API
    Gateway's own."""
    push_function_arn: pulumi.Output[str]
    """Function that takes ``{"userId", "event"}``: the push contract."""
    event_bus_arn: pulumi.Output[str]
    """Bus whose events of detail-type ``realtime.push`` are pushed. Their detail is the same
    ``{"userId", "event"}``."""
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
    api_id: pulumi.Output[str]
    """Escape hatch: the id of the WebSocket API. Its resource is the child ``<name>-api``."""
    dashboard_widgets: pulumi.Output[str]
    """What ``StageDashboard`` shows of the notifier, as JSON."""

    def __init__(
        self, name: str, args: RealtimeNotifierArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = resolve_args(args, name)
        check_name(NAME, name, joined(CHILDREN, route_children(settings.routes or {})))
        children = Descendants()
        opts = children.collected(tagged(NAME, name, opts))
        super().__init__("realtime:index:RealtimeNotifier", name, None, opts)
        warn_of_plain_http(settings.allowed_origins, resource=self)
        layer_arn = settings.layer_arn or dependency_layer(name, parent=self).arn
        tables = notifier_tables(name, settings.deletion_protection, parent=self)
        api = aws.apigatewayv2.Api(
            f"{name}-api",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.action",
            opts=pulumi.ResourceOptions(parent=self),
        )
        execute_url = pulumi.Output.concat(api.api_endpoint, f"/{API_STAGE}")
        # Callbacks go to the execute-api address, never to a custom domain.
        management_endpoint = execute_url.apply(lambda url: url.replace("ws", "http", 1))
        pushes = push_queue(name, settings.event_bus_arn, settings.alarm_topic_arns, parent=self)
        given = supplies(
            settings,
            tables,
            pushes,
            management_endpoint=management_endpoint,
            api_stage_arn=pulumi.Output.concat(api.execution_arn, f"/{API_STAGE}"),
        )
        family = FunctionFamily(name, REALTIME, settings, layer_arn, self)
        functions = family.create_all(FUNCTIONS, given)
        consume_pushes(
            name,
            pushes.queue,
            functions[PUSH_QUEUED_EVENTS.module],
            most_at_once=settings.push_queue_concurrency,
            parent=self,
        )
        authorization = connect_authorization(name, api, settings, family, given, parent=self)
        routes = function_routes(
            name, api, FUNCTIONS, functions, signed_in=authorization, parent=self
        )
        routes += team_routes(name, api, settings.routes or {}, parent=self)
        # API Gateway answers these by itself: no frame that is no request costs an invocation.
        for route, answer in ((PING, {"type": PONG}), ("$default", MALFORMED_FRAME)):
            routes += mock_route(name, api, route, answer, parent=self)
        api_stage = web_socket_stage(name, api, routes, settings, parent=self)
        watch_notifier(name, api, functions, settings, parent=self)

        self.api_id = api.id
        self.websocket_url = once_live(execute_url, api_stage)
        if settings.websocket_domain_name is not None:
            domain = custom_domain(
                name, settings.websocket_domain_name, settings, api_stage,
                component=NAME, parent=self,
            )  # fmt: skip
            self.websocket_url = pulumi.Output.concat("wss://", domain)
        # The last child: it depends on all that are registered before it.
        DeletionProtection(name, settings.deletion_protection, children, parent=self)
        self.management_endpoint = once_live(management_endpoint, api_stage)
        self.push_function_arn = functions[PUSH_EVENT.module].arn
        self.event_bus_arn = pushes.bus_arn
        self.push_dead_letter_queue_url = pushes.dead_letters.url
        self.connections_table = tables.connections.name
        self.events_table = tables.events.name
        self.layer_arn = pulumi.Output.from_input(layer_arn)
        self.dashboard_widgets = notifier_widgets(api, pushes, settings)
        self.quota_notes = _quota_notes(settings, resource=self)
        self.register_outputs({output: getattr(self, output) for output in OUTPUTS})

    @staticmethod
    def check(args: RealtimeNotifierArgs, name: str | None = None) -> None:
        """Check the fields that are given, for a program that must create something else first.

        Raises what the constructor would raise for them and for the component's ``name``, if it is
        given. Fields that are missing are no error.
        """
        check_args(args)
        if name is not None:
            check_name(NAME, name, joined(CHILDREN, route_children(args.get("routes") or {})))


def _quota_notes(
    settings: NotifierSettings, *, resource: pulumi.Resource
) -> pulumi.Output[list[str]]:
    """The notes. What has to be raised is also a warning of the resource."""
    demanded = quotas.demands(
        settings.expected_peak_connections,
        settings.expected_connects_per_second,
        settings.subscription_check_minutes,
    )
    for demand in [*demanded, *throttle_warnings(settings)]:
        pulumi.log.warn(demand, resource=resource)
    return pulumi.Output.from_input(quotas.quota_notes(demanded))

"""RealtimeNotifier: push an event to every browser of one user."""

from __future__ import annotations

import json
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import _policies, _validation, quotas
from components._api_account import api_gateway_logging
from components._api_routes import ApiRoutes
from components._connect_authorizer import ConnectAuthorizer
from components._dependency_layer import dependency_layer
from components._python_function import PythonFunction
from components._tables import on_demand_table

NAME = "RealtimeNotifier"
API_STAGE = "live"
ACCESS_LOG_FIELDS = ("requestId", "connectionId", "eventType", "routeKey", "status",
                     "requestTime", "integrationLatency", "error.message")  # fmt: skip


class RealtimeNotifierArgs(TypedDict):
    """Arguments of ``RealtimeNotifier``."""

    allowed_origins: pulumi.Input[list[pulumi.Input[str]]]
    """Origins whose pages may connect, exact (``https://shop.example.com``); no wildcard."""
    token_issuer: NotRequired[pulumi.Input[str]]
    """``iss`` of the JWTs, an https address. Required unless ``authorizer`` is given."""
    token_audience: NotRequired[pulumi.Input[str]]
    """``aud`` or ``client_id`` of the JWTs. Required unless ``authorizer`` is given."""
    token_jwks_url: NotRequired[pulumi.Input[str]]
    """Where the issuer publishes its keys; ``<token_issuer>/.well-known/jwks.json`` if omitted."""
    authorizer: NotRequired[pulumi.Input[str]]
    """``"AWS_IAM"``, or the ARN of your own REQUEST authorizer function, whose context must
    hold ``userId``. When omitted the component verifies JWTs and the Origin itself."""
    connection_ttl_seconds: NotRequired[pulumi.Input[int]]
    """Life of a connection's row, 60..7200. Default 7200: what API Gateway lets one live."""
    replay_window_hours: NotRequired[pulumi.Input[int]]
    """How long events can be resumed, 1..168 hours. Default 24."""
    throttling_rate_limit: NotRequired[pulumi.Input[int]]
    """Steady requests per second on each route, 1..10000. Default 1000."""
    throttling_burst_limit: NotRequired[pulumi.Input[int]]
    """Burst of requests on each route, 1..5000. Default 2000."""
    expected_peak_connections: NotRequired[int]
    """Connections open at once at the peak; feeds ``quota_notes``. Not checked when omitted."""
    expected_connects_per_second: NotRequired[int]
    """New connections per second at the peak; feeds ``quota_notes``. Not checked when omitted."""
    manage_api_gateway_account: NotRequired[bool]
    """Set the account's CloudWatch role for API Gateway, of which there is one per account and
    Region. Default true; false where another stack already owns it."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days CloudWatch keeps the logs, one of its allowed values. Default 14."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete the event log. Default false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies; the component builds its own when omitted."""


class RealtimeNotifier(pulumi.ComponentResource):
    """WebSocket API, connections table, authorizer and push function of one stage."""

    websocket_url: pulumi.Output[str]
    """Address that browsers connect to (``wss://…``)."""
    management_endpoint: pulumi.Output[str]
    """Address of the API Gateway Management API for this stage (``https://…``)."""
    push_function_arn: pulumi.Output[str]
    """Function that takes ``{"userId", "event"}``: the push contract."""
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
        settings = _checked(args)
        super().__init__("realtime:index:RealtimeNotifier", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)

        self._layer()
        self._tables()
        self._web_socket_api()
        self._functions()
        self._authorizer()
        self._routes()
        self._api_stage()
        self._quota_notes()
        self._register()

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
            opts=self._child,
        )
        endpoint = self.api.api_endpoint
        self.websocket_url = pulumi.Output.concat(endpoint, f"/{API_STAGE}")
        # Callbacks go to the execute-api address, never to a custom domain.
        self.management_endpoint = self.websocket_url.apply(
            lambda url: url.replace("ws", "http", 1)
        )

    def _function(
        self,
        module: str,
        environment: dict[str, Any],
        *statements: _policies.Statement,
        **more: Any,
    ) -> PythonFunction:
        return PythonFunction(
            f"{self._name}-{module.replace('_', '-')}",
            family="realtime",
            module=module,
            layer_arn=self.layer_arn,
            environment=environment,
            statements=statements,
            log_retention_days=self._settings["log_retention_days"],
            parent=self,
            **more,
        )

    def _functions(self) -> None:
        connections = {"CONNECTIONS_TABLE": self._connections.name}
        events = {"EVENTS_TABLE": self._events.name}
        endpoint = {"MANAGEMENT_ENDPOINT": self.management_endpoint}
        post = _policies.post_to_connections(
            pulumi.Output.concat(self.api.execution_arn, f"/{API_STAGE}/POST/@connections/*")
        )
        ttl = pulumi.Output.from_input(self._settings["connection_ttl_seconds"]).apply(str)
        window = pulumi.Output.from_input(self._settings["replay_window_hours"]).apply(str)
        rows = self._connections.arn
        log = self._events.arn
        self._open = self._function(
            "open_connection",
            connections | {"CONNECTION_TTL_SECONDS": ttl},
            _policies.table_access(rows, "PutItem"),
        )
        self._close = self._function(
            "close_connection", connections, _policies.table_access(rows, "DeleteItem")
        )
        self._unknown = self._function("answer_unknown", {})
        self._resume = self._function(
            "resume_events",
            events | endpoint,
            _policies.table_access(log, "GetItem", "Query"),
            post,
            timeout_seconds=29,
        )
        self._push = self._function(
            "push_event",
            connections | events | endpoint | {"REPLAY_WINDOW_HOURS": window},
            _policies.table_access(rows, "Query", "DeleteItem"),
            _policies.table_access(log, "GetItem", "PutItem", "UpdateItem"),
            post,
            timeout_seconds=30,
            memory_mib=512,
        )
        self.push_function_arn = self._push.arn

    def _authorizer(self) -> None:
        self._authorization = ConnectAuthorizer(
            self._name, self.api, self._settings, self._function, parent=self
        )

    def _routes(self) -> None:
        routes = ApiRoutes(self._name, self.api, parent=self)
        routes.add_function(
            "$connect", self._open, authorization=self._authorization.route_arguments
        )
        routes.add_function("$disconnect", self._close)
        routes.add_function("$default", self._unknown, answers=True)
        routes.add_function("resume", self._resume)
        routes.add_mock("ping", {"type": "realtime.pong"})
        self._deployment = routes.deploy(also=self._authorization.facts)

    def _api_stage(self) -> None:
        log_group = aws.cloudwatch.LogGroup(
            f"{self._name}-access-logs",
            retention_in_days=self._settings["log_retention_days"],
            opts=self._child,
        )
        waits_for: list[pulumi.Resource] = []
        if self._settings["manage_api_gateway_account"]:
            waits_for.append(api_gateway_logging(self._name, parent=self))
        aws.apigatewayv2.Stage(
            f"{self._name}-api-stage",
            api_id=self.api.id,
            name=API_STAGE,
            deployment_id=self._deployment.id,
            access_log_settings={
                "destination_arn": log_group.arn,
                "format": json.dumps({field: f"$context.{field}" for field in ACCESS_LOG_FIELDS}),
            },
            default_route_settings={
                "throttling_rate_limit": self._settings["throttling_rate_limit"],
                "throttling_burst_limit": self._settings["throttling_burst_limit"],
                "detailed_metrics_enabled": True,
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=waits_for),
        )

    def _quota_notes(self) -> None:
        peak = self._settings.get("expected_peak_connections")
        connects = self._settings.get("expected_connects_per_second")
        for demand in quotas.demands(peak, connects):
            pulumi.log.warn(demand, resource=self)
        self.quota_notes = pulumi.Output.from_input(quotas.quota_notes(peak, connects))

    def _register(self) -> None:
        self.register_outputs(
            {
                "websocket_url": self.websocket_url,
                "management_endpoint": self.management_endpoint,
                "push_function_arn": self.push_function_arn,
                "connections_table": self.connections_table,
                "events_table": self.events_table,
                "layer_arn": self.layer_arn,
                "quota_notes": self.quota_notes,
            }
        )


def _checked(args: RealtimeNotifierArgs) -> dict[str, Any]:
    """The args with defaults filled in; ``ValueError`` names the field, range and value."""
    _validation.known_fields(NAME, args, tuple(RealtimeNotifierArgs.__annotations__))
    _validation.require(NAME, args, ["allowed_origins"])
    settings: dict[str, Any] = {key: value for key, value in args.items() if value is not None}
    _validation.origins(NAME, settings["allowed_origins"])
    if "authorizer" not in settings:
        _validation.require(NAME, args, ["token_issuer", "token_audience"])
        _validation.issuer(NAME, settings["token_issuer"])
    for field, default, low, high in (
        ("connection_ttl_seconds", 7200, 60, 7200),
        ("replay_window_hours", 24, 1, 168),
        ("throttling_rate_limit", 1000, 1, 10_000),
        ("throttling_burst_limit", 2000, 1, 5000),
    ):
        settings[field] = _validation.whole_number(
            NAME, settings, field, default=default, low=low, high=high
        )
    for field in ("expected_peak_connections", "expected_connects_per_second"):
        if field in settings:
            settings[field] = _validation.whole_number(
                NAME, settings, field, default=0, low=1, high=100_000_000
            )
    settings["log_retention_days"] = _validation.one_of(
        NAME, settings, "log_retention_days", _validation.RETENTION_DAYS
    )
    settings.setdefault("manage_api_gateway_account", True)
    settings.setdefault("deletion_protection", False)
    return settings

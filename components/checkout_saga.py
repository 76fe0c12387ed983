"""CheckoutSaga: charge, reserve, confirm; refund and release on failure; tell the buyer."""

from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import _policies, _validation
from components._api_routes import ApiRoutes
from components._checkout_steps import checkout_steps
from components._dependency_layer import dependency_layer
from components._order_announcement import announce_ends
from components._python_function import PythonFunction
from components._tables import on_demand_table
from components.saga import Saga

NAME = "CheckoutSaga"


class CheckoutSagaArgs(TypedDict):
    """Arguments of ``CheckoutSaga``."""

    push_function_arn: pulumi.Input[str]
    """Function that takes ``{"userId", "event"}``: ``RealtimeNotifier.push_function_arn``."""
    token_issuer: pulumi.Input[str]
    """``iss`` of the buyers' JWTs, an https address."""
    token_audience: pulumi.Input[str]
    """``aud`` or ``client_id`` of the buyers' JWTs."""
    allowed_origins: pulumi.Input[list[pulumi.Input[str]]]
    """Origins whose pages may call the HTTP API, exact; no wildcard."""
    event_bus_arn: NotRequired[pulumi.Input[str]]
    """Bus on which each order's end is announced to other services, as ``order.finalized`` and
    so on. Nothing is announced when omitted."""
    alarm_topic_arns: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """SNS topics that hear of orders that need a person. Default none: the alarms only show."""
    throttling_rate_limit: NotRequired[pulumi.Input[int]]
    """Steady requests per second on each route, 1..10000. Default 500."""
    throttling_burst_limit: NotRequired[pulumi.Input[int]]
    """Burst of requests on each route, 1..5000. Default 1000."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days CloudWatch keeps the logs, one of its allowed values. Default 14."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete the tables of orders, products and payments. Default false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies; the component builds its own when omitted."""


class CheckoutSaga(pulumi.ComponentResource):
    """HTTP API, tables, step functions and state machine of the checkout."""

    http_url: pulumi.Output[str]
    """Address of the HTTP API, without a trailing slash."""
    state_machine_arn: pulumi.Output[str]
    """ARN of the saga's state machine; an execution's name is the order's id."""
    definition: pulumi.Output[str]
    """The saga in Amazon States Language, as JSON text."""
    attention_queue_url: pulumi.Output[str]
    """Address of the queue of orders that need a person: docs/runbook.md."""
    orders_table: pulumi.Output[str]
    """Name of the orders table, keyed ``orderId``."""
    products_table: pulumi.Output[str]
    """Name of the products table, keyed ``productId``."""
    payments_table: pulumi.Output[str]
    """Name of the simulated payment provider's ledger, keyed ``paymentKey`` + ``entry``."""
    steps_table: pulumi.Output[str]
    """Name of the table of idempotency records, keyed ``orderId`` + ``step``."""
    api: aws.apigatewayv2.Api
    """Escape hatch: the HTTP API itself."""

    def __init__(
        self, name: str, args: CheckoutSagaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = _checked(args)
        super().__init__("realtime:index:CheckoutSaga", name, None, opts)
        self._name = name
        self._settings = settings
        self._child = pulumi.ResourceOptions(parent=self)

        self._layer()
        self._tables()
        self._saga()
        self._announcements()
        self._http_api()
        self._routes()
        self._api_stage()
        self._register()

    def _layer(self) -> None:
        given = self._settings.get("layer_arn")
        self._layer_arn = given or dependency_layer(self._name, parent=self).arn

    def _tables(self) -> None:
        kept = {"parent": self, "deletion_protection": self._settings["deletion_protection"]}
        name = self._name
        self._orders = on_demand_table(
            f"{name}-orders", hash_key="orderId", streams="event_bus_arn" in self._settings, **kept
        )
        self._products = on_demand_table(f"{name}-products", hash_key="productId", **kept)
        self._payments = on_demand_table(
            f"{name}-payments", hash_key="paymentKey", range_key="entry", **kept
        )
        self._steps = on_demand_table(
            f"{name}-steps", hash_key="orderId", range_key="step", expires=True, **kept
        )
        self.orders_table = self._orders.name
        self.products_table = self._products.name
        self.payments_table = self._payments.name
        self.steps_table = self._steps.name

    def _function(
        self, module: str, environment: dict[str, Any], *statements: _policies.Statement
    ) -> PythonFunction:
        return PythonFunction(
            f"{self._name}-{module.replace('_', '-')}",
            family="checkout",
            module=module,
            layer_arn=self._layer_arn,
            environment=environment,
            statements=statements,
            log_retention_days=self._settings["log_retention_days"],
            parent=self,
        )

    def _step(
        self,
        module: str,
        variable: str,
        table: aws.dynamodb.Table,
        *actions: str,
        undo: bool = False,
    ) -> PythonFunction:
        """A function of the saga: one table of its own and the idempotency records."""
        records = ("GetItem", "PutItem", "UpdateItem") if undo else ("GetItem", "PutItem")
        return self._function(
            module,
            {variable: table.name, "STEPS_TABLE": self._steps.name},
            _policies.table_access(table.arn, *actions),
            _policies.table_access(self._steps.arn, *records),
        )

    def _saga(self) -> None:
        ledger = ("PAYMENTS_TABLE", self._payments, "GetItem", "PutItem", "ConditionCheckItem")
        stock = ("PRODUCTS_TABLE", self._products, "UpdateItem")
        functions = {
            "charge_payment": self._step("charge_payment", *ledger),
            "refund_payment": self._step("refund_payment", *ledger, undo=True),
            "reserve_stock": self._step("reserve_stock", *stock),
            "release_stock": self._step("release_stock", *stock, undo=True),
        }
        commit = self._function(
            "commit_outcome",
            {"ORDERS_TABLE": self._orders.name},
            _policies.table_access(self._orders.arn, "GetItem", "UpdateItem"),
        )
        saga = Saga(
            f"{self._name}-saga",
            {
                "steps": checkout_steps(functions),
                "outcome_function_arn": commit.arn,
                "push_function_arn": self._settings["push_function_arn"],
                "commit_name": "confirm_order",
                "alarm_topic_arns": self._settings["alarm_topic_arns"],
                "log_retention_days": self._settings["log_retention_days"],
            },
            self._child,
        )
        self.state_machine_arn = saga.state_machine_arn
        self.definition = saga.definition
        self.attention_queue_url = saga.attention_queue_url

    def _announcements(self) -> None:
        if "event_bus_arn" in self._settings:
            announce_ends(
                self._name,
                self._orders,
                self._settings["event_bus_arn"],
                self._settings["alarm_topic_arns"],
                self._function,
                parent=self,
            )

    def _http_api(self) -> None:
        self.api = aws.apigatewayv2.Api(
            f"{self._name}-api",
            protocol_type="HTTP",
            cors_configuration={
                "allow_origins": self._settings["allowed_origins"],
                "allow_methods": ["GET", "POST"],
                "allow_headers": ["authorization", "content-type", "idempotency-key"],
                "max_age": 3600,
            },
            opts=self._child,
        )
        # The default API stage has no path of its own: the address is the API's endpoint.
        self.http_url = self.api.api_endpoint
        self._authorizer = aws.apigatewayv2.Authorizer(
            f"{self._name}-authorizer",
            api_id=self.api.id,
            name=f"{self._name}-authorizer",
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={
                "issuer": self._settings["token_issuer"],
                "audiences": [self._settings["token_audience"]],
            },
            opts=self._child,
        )

    def _routes(self) -> None:
        signed_in = {"authorization_type": "JWT", "authorizer_id": self._authorizer.id}
        orders = {"ORDERS_TABLE": self._orders.name}
        products = {"PRODUCTS_TABLE": self._products.name}
        start = self._function(
            "start_checkout",
            orders | products | {"STATE_MACHINE_ARN": self.state_machine_arn},
            _policies.table_access(self._orders.arn, "GetItem", "PutItem"),
            _policies.table_access(self._products.arn, "BatchGetItem"),
            _policies.start_executions(self.state_machine_arn),
        )
        get_order = self._function(
            "get_order", orders, _policies.table_access(self._orders.arn, "GetItem")
        )
        list_products = self._function(
            "list_products", products, _policies.table_access(self._products.arn, "Scan")
        )
        routes = ApiRoutes(self._name, self.api, parent=self)
        http: dict[str, Any] = {"payload_format_version": "2.0"}
        routes.add_function("POST /checkout", start, authorization=signed_in, **http)
        routes.add_function("GET /orders/{orderId}", get_order, authorization=signed_in, **http)
        routes.add_function("GET /products", list_products, **http)
        token = (self._settings["token_issuer"], self._settings["token_audience"])
        self._deployment = routes.deploy(also=token)

    def _api_stage(self) -> None:
        aws.apigatewayv2.Stage(
            f"{self._name}-api-stage",
            api_id=self.api.id,
            name="$default",
            deployment_id=self._deployment.id,
            default_route_settings={
                "throttling_rate_limit": self._settings["throttling_rate_limit"],
                "throttling_burst_limit": self._settings["throttling_burst_limit"],
            },
            opts=self._child,
        )

    def _register(self) -> None:
        self.register_outputs(
            {
                "http_url": self.http_url,
                "state_machine_arn": self.state_machine_arn,
                "definition": self.definition,
                "attention_queue_url": self.attention_queue_url,
                "orders_table": self.orders_table,
                "products_table": self.products_table,
                "payments_table": self.payments_table,
                "steps_table": self.steps_table,
            }
        )


def _checked(args: CheckoutSagaArgs) -> dict[str, Any]:
    """The args with defaults filled in; ``ValueError`` names the field, range and value."""
    _validation.known_fields(NAME, args, tuple(CheckoutSagaArgs.__annotations__))
    _validation.require(
        NAME, args, ["push_function_arn", "token_issuer", "token_audience", "allowed_origins"]
    )
    settings: dict[str, Any] = {key: value for key, value in args.items() if value is not None}
    _validation.origins(NAME, settings["allowed_origins"])
    _validation.https_address(NAME, settings, "token_issuer")
    for field, default, high in (
        ("throttling_rate_limit", 500, 10_000),
        ("throttling_burst_limit", 1000, 5000),
    ):
        settings[field] = _validation.whole_number(
            NAME, settings, field, default=default, low=1, high=high
        )
    settings["log_retention_days"] = _validation.one_of(
        NAME, settings, "log_retention_days", _validation.RETENTION_DAYS
    )
    settings.setdefault("deletion_protection", False)
    settings.setdefault("alarm_topic_arns", [])
    return settings

"""CheckoutSaga: charge, reserve, confirm; refund and release on failure; tell the buyer."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components import _policies
from components._checkout_api import CheckoutApi
from components._checkout_args import CheckoutSagaArgs, checked
from components._checkout_steps import checkout_steps
from components._dependency_layer import dependency_layer
from components._order_announcement import announce_ends
from components._python_function import PythonFunction
from components._tables import on_demand_table
from components.saga import Saga

__all__ = ["CheckoutSaga", "CheckoutSagaArgs"]


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
        settings = checked(args)
        super().__init__("realtime:index:CheckoutSaga", name, None, opts)
        self._name = name
        self._settings = settings

        self._layer()
        self._tables()
        self._saga()
        self._announcements()
        self._http_api()
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
            metrics_namespace=self._settings["metrics_namespace"],
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
            pulumi.ResourceOptions(parent=self),
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
        made = CheckoutApi(
            self._name, self._settings, start=start, get_order=get_order,
            list_products=list_products, parent=self,
        )  # fmt: skip
        self.api = made.api
        # The default API stage has no path of its own: the address is the API's endpoint.
        self.http_url = made.api.api_endpoint

    def _register(self) -> None:
        names = ("http_url", "state_machine_arn", "definition", "attention_queue_url",
                 "orders_table", "products_table", "payments_table", "steps_table")  # fmt: skip
        self.register_outputs({name: getattr(self, name) for name in names})

"""CheckoutSaga: charge, reserve, confirm; refund and release on failure; tell the buyer."""

import pulumi
import pulumi_aws as aws

from components.building_blocks import validation
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.dynamodb import on_demand_table
from components.checkout_saga.args import CheckoutSagaArgs, checked
from components.checkout_saga.functions import CheckoutFunctions, CheckoutTables
from components.checkout_saga.http_api import CheckoutApi
from components.checkout_saga.order_stream import OrderStream
from components.checkout_saga.steps import checkout_steps
from components.saga.component import Saga

LONGEST_NAME = 64 - len("-announce-outcome-function-1234567")


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
    lost_starts_queue_url: pulumi.Output[str]
    """Address of the queue of orders whose saga could not be started: docs/runbook.md."""
    lost_announcements_queue_url: pulumi.Output[str] | None
    """Address of the queue of ends that were not announced; none without ``event_bus_arn``."""
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
        validation.name("CheckoutSaga", name, LONGEST_NAME)
        super().__init__("realtime:index:CheckoutSaga", name, None, opts)
        self._name = name
        self._settings = settings

        self._layer()
        self._tables()
        self._functions()
        self._saga()
        self._order_stream()
        self._http_api()
        self._register()

    def _layer(self) -> None:
        given = self._settings.get("layer_arn")
        self._layer_arn = given or dependency_layer(self._name, parent=self).arn

    def _tables(self) -> None:
        kept = {"parent": self, "deletion_protection": self._settings["deletion_protection"]}
        name = self._name
        self._kept = CheckoutTables(
            orders=on_demand_table(f"{name}-orders", hash_key="orderId", streams=True, **kept),
            products=on_demand_table(f"{name}-products", hash_key="productId", **kept),
            payments=on_demand_table(
                f"{name}-payments", hash_key="paymentKey", range_key="entry", **kept
            ),
            steps=on_demand_table(
                f"{name}-steps", hash_key="orderId", range_key="step", expires=True, **kept
            ),
        )
        self.orders_table = self._kept.orders.name
        self.products_table = self._kept.products.name
        self.payments_table = self._kept.payments.name
        self.steps_table = self._kept.steps.name

    def _functions(self) -> None:
        self._made = CheckoutFunctions(
            self._name, self._settings, layer_arn=self._layer_arn, tables=self._kept, parent=self
        )

    def _saga(self) -> None:
        saga = Saga(
            f"{self._name}-saga",
            {
                "steps": checkout_steps(
                    {name: made.arn for name, made in self._made.steps.items()}
                ),
                "outcome_function_arn": self._made.commit.arn,
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

    def _order_stream(self) -> None:
        settings = self._settings
        stream = OrderStream(
            self._name,
            self._kept.orders,
            settings["alarm_topic_arns"],
            self._made.family,
            parent=self,
        )
        self.lost_starts_queue_url = stream.start_sagas(self.state_machine_arn)
        self.lost_announcements_queue_url = None
        if "event_bus_arn" in settings:
            self.lost_announcements_queue_url = stream.announce_ends(settings["event_bus_arn"])

    def _http_api(self) -> None:
        made = CheckoutApi(
            self._name,
            self._settings,
            start=self._made.start(self.state_machine_arn),
            get_order=self._made.get_order,
            list_products=self._made.list_products,
            parent=self,
        )
        self.api = made.api
        # The default API stage has no path of its own: the address is the API's endpoint.
        self.http_url = made.api.api_endpoint

    def _register(self) -> None:
        names = ("http_url", "state_machine_arn", "definition", "attention_queue_url",
                 "lost_starts_queue_url", "lost_announcements_queue_url", "orders_table",
                 "products_table", "payments_table", "steps_table")  # fmt: skip
        self.register_outputs({name: getattr(self, name) for name in names})

"""CheckoutSaga: charge, reserve, confirm; refund and release on failure; tell the buyer."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks import validation
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.dynamodb import on_demand_table
from components.checkout_saga.args import CheckoutSagaArgs, resolve_args
from components.checkout_saga.functions import CheckoutFunctions, CheckoutTables
from components.checkout_saga.http_api import CheckoutApi
from components.checkout_saga.order_stream import OrderStream
from components.checkout_saga.steps import checkout_steps
from components.saga.component import Saga

OUTPUTS = ("http_url", "state_machine_arn", "definition", "attention_queue_url",
           "saga_start_dlq_url", "announcement_dlq_url", "orders_table", "products_table",
           "payments_table", "steps_table")  # fmt: skip
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
    saga_start_dlq_url: pulumi.Output[str]
    """Address of the queue of orders whose saga could not be started: docs/runbook.md."""
    announcement_dlq_url: pulumi.Output[str] | None
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
        settings = resolve_args(args)
        validation.name("CheckoutSaga", name, LONGEST_NAME)
        super().__init__("realtime:index:CheckoutSaga", name, None, opts)
        layer_arn = settings.get("layer_arn") or dependency_layer(name, parent=self).arn
        tables = _tables(name, settings["deletion_protection"], parent=self)
        functions = CheckoutFunctions(
            name, settings, layer_arn=layer_arn, tables=tables, parent=self
        )
        saga = _saga(name, settings, functions, parent=self)
        start_dlq_url, announcement_dlq_url = _order_stream(
            name, settings, tables.orders, functions, saga, parent=self
        )
        api = CheckoutApi(
            name,
            settings,
            start=functions.start(saga.state_machine_arn),
            get_order=functions.get_order,
            list_products=functions.list_products,
            parent=self,
        ).api

        self.api = api
        # The default API stage has no path of its own: the address is the API's endpoint.
        self.http_url = api.api_endpoint
        self.state_machine_arn = saga.state_machine_arn
        self.definition = saga.definition
        self.attention_queue_url = saga.attention_queue_url
        self.saga_start_dlq_url = start_dlq_url
        self.announcement_dlq_url = announcement_dlq_url
        self.orders_table = tables.orders.name
        self.products_table = tables.products.name
        self.payments_table = tables.payments.name
        self.steps_table = tables.steps.name
        self.register_outputs({output: getattr(self, output) for output in OUTPUTS})


def _tables(
    name: str, deletion_protection: pulumi.Input[bool], *, parent: pulumi.Resource
) -> CheckoutTables:
    common: dict[str, Any] = {"parent": parent, "deletion_protection": deletion_protection}
    return CheckoutTables(
        orders=on_demand_table(f"{name}-orders", hash_key="orderId", streams=True, **common),
        products=on_demand_table(f"{name}-products", hash_key="productId", **common),
        payments=on_demand_table(
            f"{name}-payments", hash_key="paymentKey", range_key="entry", **common
        ),
        steps=on_demand_table(
            f"{name}-steps", hash_key="orderId", range_key="step", expires=True, **common
        ),
    )


def _saga(
    name: str,
    settings: Mapping[str, Any],
    functions: CheckoutFunctions,
    *,
    parent: pulumi.Resource,
) -> Saga:
    return Saga(
        f"{name}-saga",
        {
            "steps": checkout_steps(
                {step: function.arn for step, function in functions.steps.items()}
            ),
            "outcome_function_arn": functions.commit.arn,
            "push_function_arn": settings["push_function_arn"],
            "commit_name": "confirm_order",
            "alarm_topic_arns": settings["alarm_topic_arns"],
            "log_retention_days": settings["log_retention_days"],
        },
        pulumi.ResourceOptions(parent=parent),
    )


def _order_stream(
    name: str,
    settings: Mapping[str, Any],
    orders: aws.dynamodb.Table,
    functions: CheckoutFunctions,
    saga: Saga,
    *,
    parent: pulumi.Resource,
) -> tuple[pulumi.Output[str], pulumi.Output[str] | None]:
    """The addresses of both dead-letter queues: starts and, with an event bus, announcements."""
    stream = OrderStream(
        name, orders, settings["alarm_topic_arns"], functions.family, parent=parent
    )
    start_dlq_url = stream.start_sagas(saga.state_machine_arn)
    if "event_bus_arn" not in settings:
        return start_dlq_url, None
    return start_dlq_url, stream.announce_ends(settings["event_bus_arn"])

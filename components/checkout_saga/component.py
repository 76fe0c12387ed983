"""CheckoutSaga: charge, reserve, confirm; refund and release on failure; tell the buyer."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Mapping
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from components.building_blocks import alarm_rules, iam
from components.building_blocks.alarms import watch, watch_service
from components.building_blocks.child_names import check_name
from components.building_blocks.component_tag import tagged
from components.building_blocks.deletion_protection import (
    DeletionProtection,
    Descendants,
)
from components.building_blocks.dependency_layer import dependency_layer
from components.building_blocks.function_family import FunctionFamily, Supplies, whole_number_text
from components.checkout_saga.args import NAME, CheckoutSettings, check_args, resolve_args
from components.checkout_saga.child_names import CHILDREN, SAGA
from components.checkout_saga.functions import API_FUNCTIONS, COMMIT_OUTCOME, SAGA_FUNCTIONS
from components.checkout_saga.http_api import checkout_api
from components.checkout_saga.order_stream import (
    ANNOUNCEMENTS,
    STARTS,
    ConsumedOrders,
    consume_orders,
)
from components.checkout_saga.steps import checkout_steps
from components.checkout_saga.tables import checkout_tables
from components.checkout_saga.widgets import checkout_widgets
from components.saga.component import Saga
from components.typed_args import CheckoutSagaArgs
from contract.metrics import CHECKOUT

OUTPUTS = ("http_url", "state_machine_arn", "definition", "attention_queue_url",
           "lost_ends_queue_url", "saga_start_dlq_url", "announcement_dlq_url",
           "orders_table", "products_table", "payments_table", "steps_table", "allowances_table",
           "api_id", "dashboard_widgets")  # fmt: skip


class CheckoutSaga(pulumi.ComponentResource):
    """HTTP API, tables, step functions and state machine of the checkout."""

    http_url: pulumi.Output[str]
    """Address of the HTTP API, without a trailing slash: the domain name's, if it has one."""
    state_machine_arn: pulumi.Output[str]
    """ARN of the saga's state machine; an execution's name is the order's id."""
    definition: pulumi.Output[str]
    """The saga in Amazon States Language, as JSON text."""
    attention_queue_url: pulumi.Output[str]
    """Address of the queue of orders that need a person: docs/runbook.md."""
    lost_ends_queue_url: pulumi.Output[str]
    """Address of the queue of bad ends that the attention queue was not told: docs/runbook.md."""
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
    allowances_table: pulumi.Output[str]
    """Name of the table of what buyers may still order, keyed ``userId`` + ``minute``."""
    api_id: pulumi.Output[str]
    """Escape hatch: the id of the HTTP API. Its resource is the child ``<name>-api``."""
    dashboard_widgets: pulumi.Output[str]
    """What ``StageDashboard`` shows of the checkout, as JSON."""

    def __init__(
        self, name: str, args: CheckoutSagaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings = resolve_args(args, name)
        check_name(NAME, name, CHILDREN)
        children = Descendants()
        opts = children.collected(tagged(NAME, name, opts))
        super().__init__("realtime:index:CheckoutSaga", name, None, opts)
        layer_arn = settings.layer_arn or dependency_layer(name, parent=self).arn
        tables = checkout_tables(name, settings.deletion_protection, parent=self)
        family = FunctionFamily(name, CHECKOUT, settings, layer_arn, self)
        before_saga = Supplies(tables=vars(tables))
        saga_functions = family.create_all(SAGA_FUNCTIONS, before_saga)
        saga = _saga(name, settings, {m: f.arn for m, f in saga_functions.items()}, parent=self)
        supplies = replace(
            before_saga,
            variables={
                "STATE_MACHINE_ARN": saga.state_machine_arn,
                "CHECKOUTS_PER_MINUTE": whole_number_text(settings.checkouts_per_minute),
            },
            grants={"start_sagas": iam.start_executions(saga.state_machine_arn)},
        )
        starts = consume_orders(
            name, STARTS, tables.orders, family, supplies, settings.alarm_topic_arns, parent=self
        )
        announcements = _announce_outcomes(name, settings, tables.orders, family, parent=self)
        api_functions = family.create_all(API_FUNCTIONS, supplies)
        http = checkout_api(name, settings, api_functions, parent=self)
        on_stream = [consumer for consumer in (starts, announcements) if consumer]
        consumers = [consumer.function_name for consumer in on_stream]
        watch(
            name, alarm_rules.STREAM_AGE, [{"FunctionName": one} for one in consumers],
            topic_arns=settings.alarm_topic_arns, parent=self,
        )  # fmt: skip
        watch_service(
            name,
            # The saga's own alarms tell of the steps' functions: what fails there is retried.
            [*(function.function_name for function in api_functions.values()), *consumers],
            alarm_rules.HTTP_ERRORS,
            {"ApiId": http.api.id},
            topic_arns=settings.alarm_topic_arns,
            parent=self,
        )

        DeletionProtection(name, settings.deletion_protection, children, parent=self)

        self.api_id = http.api.id
        self.http_url = http.url
        self.state_machine_arn = saga.state_machine_arn
        self.definition = saga.definition
        self.attention_queue_url = saga.attention_queue_url
        self.lost_ends_queue_url = saga.lost_ends_queue_url
        self.saga_start_dlq_url = starts.dead_letters_url
        self.announcement_dlq_url = announcements.dead_letters_url if announcements else None
        self.orders_table = tables.orders.name
        self.products_table = tables.products.name
        self.payments_table = tables.payments.name
        self.steps_table = tables.steps.name
        self.allowances_table = tables.allowances.name
        self.dashboard_widgets = checkout_widgets(
            settings.metrics_namespace, on_stream, saga.dashboard_widgets
        )
        self.register_outputs({output: getattr(self, output) for output in OUTPUTS})

    @staticmethod
    def check(args: CheckoutSagaArgs, name: str | None = None) -> None:
        """Check the fields that are given, for a program that must create something else first.

        Raises what the constructor would raise for them and for the component's ``name``, if it is
        given. Fields that are missing are no error.
        """
        check_args(args)
        if name is not None:
            check_name(NAME, name, CHILDREN)


def _saga(
    name: str,
    settings: CheckoutSettings,
    function_arns: Mapping[str, pulumi.Input[str]],
    *,
    parent: pulumi.Resource,
) -> Saga:
    return Saga(
        f"{name}{SAGA}",
        {
            "steps": checkout_steps(function_arns),
            "outcome_function_arn": function_arns[COMMIT_OUTCOME.module],
            "push_function_arn": settings.push_function_arn,
            "commit_name": "confirm_order",
            "alarm_topic_arns": settings.alarm_topic_arns,
            "log_level": settings.log_level,
            "log_retention_days": settings.log_retention_days,
            "metrics_namespace": settings.metrics_namespace,
            "xray_tracing": settings.xray_tracing,
        },
        pulumi.ResourceOptions(parent=parent),
    )


def _announce_outcomes(
    name: str,
    settings: CheckoutSettings,
    orders: aws.dynamodb.Table,
    family: FunctionFamily,
    *,
    parent: pulumi.Resource,
) -> ConsumedOrders | None:
    """``None`` without an event bus to announce on."""
    if settings.event_bus_arn is None:
        return None
    supplies = Supplies(
        variables={"EVENT_BUS_ARN": settings.event_bus_arn},
        grants={"put_events": iam.put_events(settings.event_bus_arn)},
    )
    return consume_orders(
        name, ANNOUNCEMENTS, orders, family, supplies, settings.alarm_topic_arns, parent=parent
    )

"""The checkout's functions: what each is given, and what its role may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam
from components.building_blocks.function_family import FunctionFamily
from components.building_blocks.lambda_function import PythonFunction


@dataclass(frozen=True)
class CheckoutTables:
    """Where a checkout keeps its books."""

    orders: aws.dynamodb.Table
    products: aws.dynamodb.Table
    payments: aws.dynamodb.Table
    steps: aws.dynamodb.Table


class CheckoutFunctions:
    """``steps`` (by module), ``commit``, ``get_order``, ``list_products``, ``family``."""

    def __init__(
        self,
        name: str,
        settings: Mapping[str, Any],
        *,
        layer_arn: pulumi.Input[str],
        tables: CheckoutTables,
        parent: pulumi.Resource,
    ) -> None:
        self.family = FunctionFamily(name, "checkout", settings, layer_arn=layer_arn, parent=parent)
        self._tables = tables
        self._orders = {"ORDERS_TABLE": tables.orders.name}
        self._products = {"PRODUCTS_TABLE": tables.products.name}
        self.steps = self._saga_steps()
        self.commit = self.family.new(
            "commit_outcome",
            self._orders,
            iam.table_access(tables.orders.arn, "GetItem", "UpdateItem"),
        )
        self.get_order = self.family.new(
            "get_order", self._orders, iam.table_access(tables.orders.arn, "GetItem")
        )
        self.list_products = self.family.new(
            "list_products", self._products, iam.table_access(tables.products.arn, "Scan")
        )

    def start(self, state_machine_arn: pulumi.Input[str]) -> PythonFunction:
        """The function behind ``POST /checkout``."""
        return self.family.new(
            "start_checkout",
            self._orders | self._products | {"STATE_MACHINE_ARN": state_machine_arn},
            iam.table_access(self._tables.orders.arn, "GetItem", "PutItem"),
            iam.table_access(self._tables.products.arn, "BatchGetItem"),
            iam.start_executions(state_machine_arn),
        )

    def _saga_steps(self) -> dict[str, PythonFunction]:
        payments, products = self._tables.payments, self._tables.products
        ledger = ("PAYMENTS_TABLE", payments, "GetItem", "PutItem", "ConditionCheckItem")
        stock = ("PRODUCTS_TABLE", products, "UpdateItem")
        return {
            "charge_payment": self._step("charge_payment", *ledger),
            "refund_payment": self._step("refund_payment", *ledger, undo=True),
            "reserve_stock": self._step("reserve_stock", *stock),
            "release_stock": self._step("release_stock", *stock, undo=True),
        }

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
        return self.family.new(
            module,
            {variable: table.name, "STEPS_TABLE": self._tables.steps.name},
            iam.table_access(table.arn, *actions),
            iam.table_access(self._tables.steps.arn, *records),
        )

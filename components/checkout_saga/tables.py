"""The checkout's tables: orders, products, payments ledger, idempotency records, allowances."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.building_blocks.dynamodb import on_demand_table
from contract.tables import ALLOWANCES_KEY, ORDERS_KEY, PAYMENTS_KEY, PRODUCTS_KEY, STEPS_KEY


@dataclass(frozen=True)
class CheckoutTables:
    """The tables of one checkout."""

    orders: aws.dynamodb.Table
    products: aws.dynamodb.Table
    payments: aws.dynamodb.Table
    steps: aws.dynamodb.Table
    allowances: aws.dynamodb.Table


def checkout_tables(
    name: str, deletion_protection: pulumi.Input[bool], *, parent: pulumi.Resource
) -> CheckoutTables:
    """Register the tables."""
    return CheckoutTables(
        orders=on_demand_table(
            f"{name}-orders", key=ORDERS_KEY, streams=True,
            deletion_protection=deletion_protection, parent=parent,
        ),
        products=on_demand_table(
            f"{name}-products", key=PRODUCTS_KEY,
            deletion_protection=deletion_protection, parent=parent,
        ),
        payments=on_demand_table(
            f"{name}-payments", key=PAYMENTS_KEY,
            deletion_protection=deletion_protection, parent=parent,
        ),
        steps=on_demand_table(
            f"{name}-steps", key=STEPS_KEY, expires=True,
            deletion_protection=deletion_protection, parent=parent,
        ),
        # A row counts one minute's orders of one buyer: nothing worth recovering.
        allowances=on_demand_table(
            f"{name}-allowances", key=ALLOWANCES_KEY, expires=True, recoverable=False,
            parent=parent,
        ),
    )  # fmt: skip

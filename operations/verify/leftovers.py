"""What must stay with an order whose saga still needs it, and how to remove it by hand. Pure."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator

from contract import tables
from operations.verify.products import Products
from operations.verify.stage import StageToVerify

PUSHES = "what their sagas push later: run make forget-user USER_ID={}"


def stays_with(
    stage: StageToVerify, order_ids: Iterable[str], products: Products, user_id: str
) -> Iterator[str]:
    """A line for each thing that stays with the orders, with the command that removes it.

    ``user_id`` is that of a marked buyer, or empty: the log of another is not this command's.
    """
    things = [
        (table, key, order_id)
        for order_id in order_ids
        for table, key in (
            (stage.payments_table, tables.PAYMENTS_KEY),
            (stage.steps_table, tables.STEPS_KEY),
            (stage.orders_table, tables.ORDERS_KEY),
        )
    ]
    if not things:
        return
    for product_id in (products.in_stock, products.sold_out):
        things.append((stage.products_table, tables.PRODUCTS_KEY, product_id))
    for table, key, value in things:
        command = removal_command(stage, table, key, value)
        yield f"{value} in {table}: when the order is settled, run {command}"
    if user_id:
        yield PUSHES.format(user_id)


def removal_command(stage: StageToVerify, table: str, key: tuple[str, ...], partition: str) -> str:
    """A line for a shell with the AWS CLI and jq that deletes the rows of a partition."""
    where = f"--table-name {shlex.quote(table)}"
    if stage.region:
        where += f" --region {stage.region}"
    if stage.emulator_url:
        where += f" --endpoint-url {stage.emulator_url}"
    values = shlex.quote(json.dumps({":value": {"S": partition}}))
    return (
        f"aws dynamodb query {where} --output json --key-condition-expression "
        f"'{key[0]} = :value' --expression-attribute-values {values} "
        f"| jq -c '.Items[] | {{{', '.join(key)}}}' "
        f'| while read -r key; do aws dynamodb delete-item {where} --key "$key"; done'
    )

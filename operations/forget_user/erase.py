"""Erases what a stage holds of one user. Each part may be repeated, in any state of the others."""

from __future__ import annotations

import time
from collections.abc import Iterator

from botocore.exceptions import ClientError

from contract.messages import DISCONNECT
from contract.tables import ALLOWANCES_KEY, CONNECTIONS_KEY, EVENTS_KEY, EXPIRES_AT
from operations.forget_user.forgotten_order import forgotten
from operations.forget_user.held import Held, rows_of
from operations.forget_user.stage import StageToForgetIn
from operations.push_function import call_push_function
from operations.table_rows import Row
from operations.user_pool import delete_user


def erase(stage: StageToForgetIn, user_id: str, held: Held) -> Iterator[str]:
    """Erase part after part; a line for each that is done.

    The sign-in goes first, so that no new token opens what is closed afterwards. The orders go
    before the log: a run that was stopped finds by them that it is not done.
    """
    if held.user_name:
        delete_user(stage, stage.user_pool_id, held.user_name)
        yield f"erased: the sign-in {held.user_name} of {stage.user_pool_id}"
    for row in held.orders:
        order_id = row["orderId"]["S"]
        if _forget_buyer(stage, user_id, row):
            yield f"erased: the buyer of {order_id}"
        else:
            yield f"not erased: {order_id} has changed at this moment"
    yield f"connections: {_close(stage, user_id)}"
    log = rows_of(stage, stage.events_table, EVENTS_KEY).delete_partition(user_id)
    yield f"erased: {log} rows of the log"
    spent = rows_of(stage, stage.allowances_table, ALLOWANCES_KEY).delete_partition(user_id)
    yield f"erased: {spent} allowances"


def _forget_buyer(stage: StageToForgetIn, user_id: str, row: Row) -> bool:
    """Replace the order by one without its buyer. False if it has changed since it was read."""
    condition = "userId = :user AND #status = :status"
    names, values = {"#status": "status"}, {":user": {"S": user_id}, ":status": row["status"]}
    if "updatedAt" in row:
        condition += " AND updatedAt = :seen"
        values[":seen"] = row["updatedAt"]
    try:
        stage.client("dynamodb").put_item(
            TableName=stage.orders_table,
            Item=forgotten(row),
            ConditionExpression=condition,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _close(stage: StageToForgetIn, user_id: str) -> str:
    """Have the push function close the user's connections, and delete the rows of expired ones.

    The row of a connection that is open stays: without it, its page would write it anew.
    """
    request = {"operation": DISCONNECT, "userId": user_id}
    said, failure = call_push_function(stage, stage.push_function_arn, request)
    table = rows_of(stage, stage.connections_table, CONNECTIONS_KEY)
    for row in table.of(user_id):
        if int(row[EXPIRES_AT]["N"]) <= time.time():
            table.delete(row)
    if failure:
        return f"not closed, because the push function failed: {failure}"
    return f"{said['closed']} closed, {said['left_open']} left open"

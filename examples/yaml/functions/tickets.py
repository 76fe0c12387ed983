"""The saga's two steps and their compensations. saga_step comes with the notifier's layer.

Each effect is idempotent: a repeat for the same order finds what it did. What a step must keep, and
what saga_step keeps for it, is in docs/steps.md of the package's repository.
"""

import os

import boto3
import saga_step
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

sales = boto3.resource("dynamodb").Table(os.environ["SALES_TABLE"])
steps = saga_step.Steps()


class SeatTaken(Exception):
    """The saga knows this error by its name: business_errors."""


@steps.forward("reserve_seat")
def reserve_seat(call):
    seat = call.order["seat"]
    if not changed(sales.put_item, call, Item={"id": f"seat {seat}", "orderId": call.order_id}):
        raise SeatTaken(seat)
    return {"seat": seat}


@steps.compensation("release_seat", of="reserve_seat")
def release_seat(call):
    changed(sales.delete_item, call, Key={"id": f"seat {call.order['seat']}"})


@steps.forward("issue_ticket")
def issue_ticket(call):
    ticket = f"ticket {call.order_id}"
    changed(sales.put_item, call, Item={"id": ticket, "orderId": call.order_id})
    return {"ticket": ticket}


@steps.compensation("void_ticket", of="issue_ticket")
def void_ticket(call):
    changed(sales.delete_item, call, Key={"id": f"ticket {call.order_id}"})


def changed(write, call, **request):
    """Whether the row was nobody's, or is this order's. Another order's row stays as it is."""
    free_or_ours = Attr("id").not_exists() | Attr("orderId").eq(call.order_id)
    try:
        write(**request, ConditionExpression=free_or_ours)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


handler = steps.handler

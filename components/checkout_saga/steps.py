"""The checkout's saga as data: charge, reserve; refund, release."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.saga.args import SagaStep

STORE_BUSY = "StoreBusy"  # a step lost a race on a table and wrote nothing
FUNCTIONS = ("charge_payment", "refund_payment", "reserve_stock", "release_stock")


def checkout_steps(arns: Mapping[str, pulumi.Input[str]]) -> list[SagaStep]:
    """The steps, given the functions' ARNs by their modules' names (``FUNCTIONS``)."""
    return [
        {
            "name": "charge_payment",
            "function_arn": arns["charge_payment"],
            "compensation_name": "refund_payment",
            "compensation_arn": arns["refund_payment"],
            "business_errors": {"PaymentDeclined": "DECLINED"},
            "ambiguous": ["PaymentProviderTimeout"],
            "retry_on": [STORE_BUSY],
        },
        {
            "name": "reserve_stock",
            "function_arn": arns["reserve_stock"],
            "compensation_name": "release_stock",
            "compensation_arn": arns["release_stock"],
            "business_errors": {"OutOfStock": "REFUNDED"},
            "retry_on": [STORE_BUSY],
        },
    ]

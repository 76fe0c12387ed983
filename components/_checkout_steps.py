"""The checkout's saga as data: charge, reserve; refund, release."""

from __future__ import annotations

from collections.abc import Mapping

from components._python_function import PythonFunction
from components._saga_args import SagaStep

STORE_BUSY = "StoreBusy"  # a step lost a race on a table and wrote nothing
FUNCTIONS = ("charge_payment", "refund_payment", "reserve_stock", "release_stock")


def checkout_steps(functions: Mapping[str, PythonFunction]) -> list[SagaStep]:
    """The steps, given the functions by their modules' names (``FUNCTIONS``)."""
    return [
        {
            "name": "charge_payment",
            "function_arn": functions["charge_payment"].arn,
            "compensation_name": "refund_payment",
            "compensation_arn": functions["refund_payment"].arn,
            "refusals": {"PaymentDeclined": "DECLINED"},
            "ambiguous": ["PaymentProviderTimeout"],
            "retry_on": [STORE_BUSY],
        },
        {
            "name": "reserve_stock",
            "function_arn": functions["reserve_stock"].arn,
            "compensation_name": "release_stock",
            "compensation_arn": functions["release_stock"].arn,
            "refusals": {"OutOfStock": "REFUNDED"},
            "retry_on": [STORE_BUSY],
        },
    ]

"""The checkout's saga as data: charge, reserve; refund, release."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.typed_args import SagaStep
from contract.orders import (
    BUSINESS_ERRORS,
    CHARGE_PAYMENT,
    OUT_OF_STOCK,
    PAYMENT_DECLINED,
    PAYMENT_PROVIDER_TIMEOUT,
    REFUND_PAYMENT,
    RELEASE_STOCK,
    RESERVE_STOCK,
    STORE_BUSY,
)


def checkout_steps(arns: Mapping[str, pulumi.Input[str]]) -> list[SagaStep]:
    """The steps, given the functions' ARNs by the names of their modules."""
    return [
        {
            "name": CHARGE_PAYMENT,
            "function_arn": arns[CHARGE_PAYMENT],
            "compensation_name": REFUND_PAYMENT,
            "compensation_arn": arns[REFUND_PAYMENT],
            "business_errors": {PAYMENT_DECLINED: BUSINESS_ERRORS[PAYMENT_DECLINED]},
            "ambiguous": [PAYMENT_PROVIDER_TIMEOUT],
            "retry_on": [STORE_BUSY],
        },
        {
            "name": RESERVE_STOCK,
            "function_arn": arns[RESERVE_STOCK],
            "compensation_name": RELEASE_STOCK,
            "compensation_arn": arns[RELEASE_STOCK],
            "business_errors": {OUT_OF_STOCK: BUSINESS_ERRORS[OUT_OF_STOCK]},
            "retry_on": [STORE_BUSY],
        },
    ]

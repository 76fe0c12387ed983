"""Arguments of ``Saga``: the steps as data, and what the saga is connected to."""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.saga.retries import Retry


class SagaStep(TypedDict):
    """One forward step and, where it changes something, what undoes it."""

    name: str
    """Verb and noun in snake case, such as ``charge_payment``; unique in the saga."""
    function_arn: pulumi.Input[str]
    """Function that does the step, idempotently by ``orderId`` and ``step``."""
    compensation_name: NotRequired[str]
    """Name of the compensation, such as ``refund_payment``. Comes with ``compensation_arn``."""
    compensation_arn: NotRequired[pulumi.Input[str]]
    """Function that undoes the step. Also called when the step may never have taken effect: then
    it has to keep a late forward step from taking effect."""
    timeout_seconds: NotRequired[int]
    """Longest duration of one try, of the step or its compensation, 1..900. Default 15."""
    retry: NotRequired[Retry]
    """Retry of Lambda's and Step Functions' own transient errors. Default 3 more tries."""
    retry_on: NotRequired[Sequence[str]]
    """Errors of the step's own that mean nothing was done, retried like the transient ones.
    None when omitted: an error that may hide an effect is compensated, not retried."""
    business_errors: NotRequired[Mapping[str, str]]
    """Errors by which the step says no for a business reason -> the order's status
    (``DECLINED``, ``REFUNDED``). Never retried."""
    ambiguous: NotRequired[Sequence[str]]
    """Errors that may hide an effect: never retried, even transient ones, but compensated."""
    parallel_group: NotRequired[str]
    """Neighbouring steps with the same group run in parallel; all of them are undone, in reverse,
    when one fails. Alone when omitted."""
    input: NotRequired[Mapping[str, str]]
    """Name -> JSONPath into the order, such as ``{"amount": "$.order.amountMinor"}``: what the
    step gets under ``input`` in place of the whole order. One that lacks a path starts nothing."""


class SagaArgs(TypedDict):
    """Arguments of ``Saga``."""

    steps: Sequence[SagaStep]
    """The forward steps in their order; at least one. Neighbours with the same
    ``parallel_group`` run in parallel."""
    outcome_function_arn: pulumi.Input[str]
    """Function that ends orders by conditional writes. Input ``{"order", "transition", "failure"?,
    "businessErrors"?}`` with ``transition`` one of ``finalize``, ``fence_finalize``, ``undo``,
    ``need_attention``, ``resolve``; answer ``{"userId", "status", "event"}`` of the order as it is
    stored. That of ``functions/checkout/commit_outcome.py`` ends any order that is stored with
    ``orderId``, ``userId``, ``amountMinor``, ``currency`` and ``status`` PENDING. Its error
    ``OutcomeRefused`` is not retried."""
    push_function_arn: pulumi.Input[str]
    """Function that pushes the outcome to the buyer (``RealtimeNotifier.push_function_arn``)."""
    commit_name: NotRequired[str]
    """Snake-case name of the last state, which commits FINALIZED. Default ``commit_outcome``."""
    alarm_topic_arns: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """SNS topics that hear of the saga's two alarms. None when omitted: they only show."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days CloudWatch keeps the execution log. Default 14."""

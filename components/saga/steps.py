"""Steps of a saga as plain data: what the definition is built from. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from components.building_blocks.args_errors import Place
from components.building_blocks.field_kinds import (
    check_text,
    listing,
    mapping,
    nested,
    text,
    whole_number,
)
from contract.orders import EVENT_SOURCE, UNDONE_STATUSES

NAME = "Saga"
STEPS = Place(NAME, "steps")
PERSISTENT_ATTEMPTS, PERSISTENT_DELAY_SECONDS = 15, 60
"""Retries of a task that must succeed. They last five minutes on average, ten at most."""


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """How often a task is tried again, with doubling and full jitter between the tries."""

    max_attempts: int = whole_number(
        f"Tries after the first one. Compensations and commits get {PERSISTENT_ATTEMPTS}, at most "
        f"{PERSISTENT_DELAY_SECONDS} s apart, and so does a function that Lambda throttled: it did "
        "not run.",
        low=0, high=20, default=3,
    )  # fmt: skip
    interval_seconds: int = whole_number(
        "Longest wait before the first retry, in seconds.", low=1, high=300, default=1
    )
    max_delay_seconds: int = whole_number(
        "Upper bound of a wait, in seconds. More than `interval_seconds`.",
        low=2, high=3600, default=10,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Step:
    """One forward step and, where it changes something, the compensation that undoes it."""

    name: str = text(
        "Verb and noun in snake case, such as `charge_payment`. Unique in the saga.",
        required=True,
        args_type="str",
    )
    compensation_name: str | None = text(
        "Name of the compensation, such as `refund_payment`. Comes with `compensation_arn`.",
        args_type="str",
    )
    timeout_seconds: int = whole_number(
        "Longest duration of one try of the step or its compensation, in seconds.",
        low=1, high=900, default=15,
    )  # fmt: skip
    retry: RetryPolicy = nested(
        "Retry of Lambda's and Step Functions' own transient errors.",
        RetryPolicy,
        args_type="Retry",
    )
    retry_on: Sequence[str] = listing(
        "Errors of the step's own that mean that nothing was done. They are retried like the "
        "transient ones. An error that may hide an effect does not belong here: it is compensated.",
        "a list of error names",
        entry=check_text,
        args_type="Sequence[str]",
    )
    business_errors: Mapping[str, str] | None = mapping(
        "Errors by which the step says no for a business reason -> the order's status, "
        f"{' or '.join(UNDONE_STATUSES)}. Never retried. The buyer reads the error's name as the "
        "order's reason.",
        "a mapping of error names to statuses",
    )
    ambiguous: Sequence[str] = listing(
        "Errors that may hide an effect. They are compensated and never retried, not even the "
        "transient ones. The buyer reads the name of one that is the step's own as the order's "
        "reason.",
        "a list of error names",
        entry=check_text,
        args_type="Sequence[str]",
    )
    parallel_group: str | None = text(
        "Neighbouring steps with the same group run in parallel. When one fails, all of them are "
        "undone, in reverse. A step without a group runs alone.",
        args_type="str",
    )
    input: Mapping[str, str] | None = mapping(
        'Name -> JSONPath into the order, such as `{"amount": "$.order.amountMinor"}`: what the '
        "step gets under `input` in place of the whole order. An order that lacks a path starts "
        "nothing.",
        "a mapping of names to paths",
    )


Group = Sequence[Step]


def place_of(step: str, saga: str = "") -> Place:
    """Where a step of this name stands in the Args of a saga."""
    return Place(NAME, f"steps[{step!r}]", saga)


@dataclass(frozen=True)
class SagaTargets:
    """What a saga calls, the name of its last state, and the ``source`` of its outcome events."""

    function_arns: Mapping[str, str]
    """ARN of each step's and each compensation's function, by the step's or compensation's name."""
    outcome_function_arn: str
    push_function_arn: str
    attention_queue_url: str
    commit_name: str
    event_source: str = EVENT_SOURCE
    keeps_orders: bool = False
    """Whether the outcome function stores each order itself: the saga has one of its own."""


def grouped(steps: Sequence[Step]) -> list[Group]:
    """Neighbours with the same ``parallel_group`` together. Most groups have one member."""
    numbered = enumerate(steps)
    return [
        [step for _, step in members]
        for _, members in groupby(numbered, lambda one: one[1].parallel_group or one[0])
    ]

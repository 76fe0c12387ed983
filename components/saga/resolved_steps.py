"""A resolved saga as plain data: what the definition is built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NotRequired, TypedDict

from components.saga.retries import Retry


class Step(TypedDict):
    """One resolved step of the saga; fields as in ``components.saga.args.SagaStep``."""

    name: str
    function_arn: str
    compensation_name: NotRequired[str]
    compensation_arn: NotRequired[str]
    timeout_seconds: NotRequired[int]
    retry: NotRequired[Retry]
    business_errors: NotRequired[Mapping[str, str]]
    ambiguous: NotRequired[Sequence[str]]
    retry_on: NotRequired[Sequence[str]]
    parallel_group: NotRequired[str]
    input: NotRequired[Mapping[str, str]]


Group = list[Step]


@dataclass(frozen=True)
class SagaTargets:
    """What a saga calls besides its steps, resolved, and the name of its last state."""

    outcome_function_arn: str
    push_function_arn: str
    attention_queue_url: str
    commit_name: str


def grouped(steps: Sequence[Step]) -> list[Group]:
    """Neighbours with the same ``parallel_group`` together; most groups have one member."""
    numbered = enumerate(steps)
    return [
        [step for _, step in members]
        for _, members in groupby(numbered, lambda one: one[1].get("parallel_group", one[0]))
    ]

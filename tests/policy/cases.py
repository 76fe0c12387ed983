"""For each rule a case that passes and one that fails: the smallest that shows it."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from local.program import RegisteredResource
from policy.rules import TYPES
from tests.support.broken_program import Change, Resources, named
from tests.support.plans import stage_plan


@dataclass(frozen=True)
class Case:
    """What a program registers, right and wrong, for one rule."""

    rule: str
    passing: Resources
    failing: Resources


def made(kind: str, inputs: dict[str, Any], name: str = "one") -> RegisteredResource:
    """A resource of the type with that short name."""
    return RegisteredResource(
        type=TYPES[kind],
        name=name,
        urn=f"urn:{kind}::{name}",
        parent="",
        custom=True,
        inputs=inputs,
        dependencies=[],
        outputs={"id": f"{name}-id", "name": name, "arn": f"arn:aws:x:y:z:{name}"},
    )


def one(rule: str, kind: str, passing: dict[str, Any], failing: dict[str, Any]) -> Case:
    """A case of a resource alone."""
    return Case(rule, [made(kind, passing)], [made(kind, failing)])


def some(rule: str, names: Sequence[str], change: Change, more: Resources | None = None) -> Case:
    """A case of some of our program's own resources, and what a change makes of them."""
    known = copy.deepcopy(stage_plan("dev").resources)
    passing = [named(known, name) for name in names] + (more or [])
    failing = copy.deepcopy(passing)
    change(failing)
    return Case(rule, passing, failing)


def document(**statement: Any) -> str:
    """A policy with one statement."""
    allowed = {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["arn:aws:sqs:r:a:q"]}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**allowed, **statement}]})


def drop(name: str) -> Change:
    """Without the resource of that name."""
    return lambda resources: resources.remove(named(resources, name))


def put(name: str, /, **inputs: Any) -> Change:
    """With other inputs of the resource of that name; ``None`` takes one away."""

    def change(resources: Resources) -> None:
        resource = named(resources, name)
        resource.inputs = {
            key: value for key, value in (resource.inputs | inputs).items() if value is not None
        }

    return change

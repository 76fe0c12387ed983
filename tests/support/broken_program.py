"""Our own program, with one thing broken: what it registers, before anything is created."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from local.program import RegisteredResource
from tests.support.plans import stage_plan

Resources = list[RegisteredResource]


Change = Callable[[Resources], object]


def broken(change: Change, stage: str = "dev") -> Resources:
    """What the program registers for that stage, after the change."""
    resources = copy.deepcopy(stage_plan(stage).resources)
    change(resources)
    return resources


def named(resources: Resources, name: str) -> RegisteredResource:
    (found,) = [resource for resource in resources if resource.name == name]
    return found


def without(name: str) -> Callable[[Resources], None]:
    return lambda resources: resources.remove(named(resources, name))


def without_all(*names: str) -> Callable[[Resources], None]:
    def change(resources: Resources) -> None:
        for name in names:
            without(name)(resources)

    return change


def with_input(name: str, key: str, value: Any) -> Callable[[Resources], None]:
    return lambda resources: named(resources, name).inputs.update({key: value})


def with_policy(name: str, change: Callable[[list[Any]], None]) -> Callable[[Resources], None]:
    def apply(resources: Resources) -> None:
        policy = named(resources, name)
        document = json.loads(policy.inputs["policy"])
        change(document["Statement"])
        policy.inputs["policy"] = json.dumps(document)

    return apply


def with_definition(change: Callable[[dict[str, Any]], None]) -> Callable[[Resources], None]:
    def apply(resources: Resources) -> None:
        machine = named(resources, "checkout-saga-machine")
        definition = json.loads(machine.inputs["definition"])
        change(definition)
        machine.inputs["definition"] = json.dumps(definition)

    return apply

"""The longest permitted name of a component makes physical names that AWS takes, every one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from components import CheckoutSaga, RealtimeNotifier, Saga, UserDirectory
from components.building_blocks.child_names import KINDS, Children
from components.checkout_saga import child_names as checkout
from components.realtime_notifier import child_names as notifier
from components.saga import child_names as saga
from components.user_directory import CHILDREN as DIRECTORY
from tests.components.test_bad_settings import GOOD_CHECKOUT, GOOD_NOTIFIER, GOOD_SAGA
from tests.support.recorded_program import DEV_CONFIG, Recording, Registration, record

# Characters that AWS allows, from each service's own API reference. `name` of the others is given.
LIMITS = {
    "aws:apigatewayv2/api:Api": 128,
    "aws:apigatewayv2/authorizer:Authorizer": 128,
    "aws:cloudwatch/eventBus:EventBus": 256,
    "aws:cloudwatch/eventRule:EventRule": 64,
    "aws:cloudwatch/eventTarget:EventTarget": 64,  # its targetId
    "aws:cloudwatch/logGroup:LogGroup": 512,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
    "aws:cognito/userPool:UserPool": 128,
    "aws:cognito/userPoolClient:UserPoolClient": 128,
    "aws:dynamodb/table:Table": 255,
    "aws:iam/role:Role": 64,
    "aws:iam/rolePolicy:RolePolicy": 128,
    "aws:lambda/function:Function": 64,
    "aws:lambda/layerVersion:LayerVersion": 140,
    "aws:lambda/permission:Permission": 100,
    "aws:sfn/stateMachine:StateMachine": 80,
    "aws:sqs/queue:Queue": 80,
}
NAMELESS = ("integration", "integrationResponse", "route", "routeResponse", "stage",
            "eventSourceMapping", "queuePolicy", "account", "rolePolicyAttachment")  # fmt: skip
PREFIXED_BY_PROVIDER = "20301231235959" + 12 * "0"
"""What the provider appends to a ``namePrefix``."""
EVENT_BUS = "arn:aws:events:us-east-1:123456789012:event-bus/orders"
COMPONENTS: dict[str, tuple[Any, Any, Children]] = {
    "RealtimeNotifier": (RealtimeNotifier, GOOD_NOTIFIER, notifier.CHILDREN),
    "CheckoutSaga": (
        CheckoutSaga,
        {**GOOD_CHECKOUT, "event_bus_arn": EVENT_BUS},
        checkout.CHILDREN,
    ),
    "Saga": (Saga, GOOD_SAGA, saga.CHILDREN),
    "Saga with outcomes of its own": (
        Saga,
        {name: value for name, value in GOOD_SAGA.items() if name != "outcome_function_arn"},
        saga.OWN_OUTCOMES,
    ),
    "UserDirectory": (UserDirectory, {}, DIRECTORY),
}
LONG = "p" * 18
PATTERNS: dict[str, Any] = {
    "by default": None,
    "a prefix": {"pattern": f"{LONG}-${{name}}-${{hex(7)}}"},
    "project and stack": {"pattern": "${stack}-${name}-${alphanum(4)}"},
    "the provider's": {"providers": {"aws": {"pattern": "${name}-${num(20)}"}}},
    "one type's": {
        "providers": {
            "aws": {"resources": {"aws:sqs/queue:Queue": {"pattern": "${uuid}-${name}-x"}}}
        }
    },
    "verbatim": {"mode": "verbatim"},
}
"""How the engine reads ``pulumi:autonaming``; the physical names below are made independently."""
MADE = {
    "by default": "{}-1234567",
    "a prefix": LONG + "-{}-1234567",
    "project and stack": "dev-{}-1234",
    "the provider's": "{}-" + 20 * "1",
    "one type's": "{}-1234567",
    "verbatim": "{}",
}
QUEUES = {"one type's": "8b5c1f0e-8f5a-4c57-9c38-5d4a6d0c8f11-{}-x"}


def config(naming: str) -> dict[str, str]:
    found = PATTERNS[naming]
    return {**DEV_CONFIG, "pulumi:autonaming": json.dumps(found)} if found else DEV_CONFIG


def built(component: str, name: str, naming: str, recording: Recording | None = None) -> Recording:
    kind, args, _ = COMPONENTS[component]
    return record(lambda: kind(name, dict(args)) and None, config(naming), recording)


def longest_name(component: str, naming: str) -> str:
    recording = Recording()
    with pytest.raises(ValueError, match="characters at most") as caught:
        built(component, "n" * 300, naming, recording)
    assert recording.resources == []  # refused before anything exists
    found = re.search(r"(\d+) characters at most", str(caught.value))
    assert found
    return "n" * int(found[1])


def physical_name(resource: Registration, naming: str) -> str:
    given = resource.inputs.get("name") or resource.inputs.get("layerName")
    if given:
        return str(given)
    if prefix := resource.inputs.get("namePrefix"):
        return f"{prefix}{PREFIXED_BY_PROVIDER}"
    queue = resource.type == "aws:sqs/queue:Queue" and naming in QUEUES
    return (QUEUES if queue else MADE)[naming].format(resource.name)


def limited(recording: Recording) -> Iterator[Registration]:
    for resource in recording.resources:
        if resource.type in LIMITS:
            yield resource
        else:
            short = resource.type.rpartition("/")[2].partition(":")[0]
            assert resource.type.startswith("realtime:") or short in NAMELESS, resource.type


@pytest.mark.parametrize("naming", PATTERNS)
@pytest.mark.parametrize("component", COMPONENTS)
def test_every_child_of_the_longest_name_fits_and_one_character_more_would_not(
    component: str, naming: str
) -> None:
    children = [*limited(built(component, longest_name(component, naming), naming))]

    room = {
        child.name: LIMITS[child.type] - len(physical_name(child, naming)) for child in children
    }
    assert min(room.values()) == 0, {name: left for name, left in room.items() if left <= 0}


@pytest.mark.parametrize("component", COMPONENTS)
def test_no_child_is_longer_than_the_longest_that_is_declared_of_its_kind(component: str) -> None:
    declared = {kind.type: suffixes for kind, suffixes in COMPONENTS[component][2].items()}
    children = limited(built(component, "n", "by default"))

    for child in children:
        if not (child.inputs.get("name") or child.inputs.get("layerName")):
            longest = max(map(len, declared[child.type]))
            assert len(child.name.removeprefix("n")) <= longest, child.name


def test_the_limits_are_the_services() -> None:
    assert {kind.type: kind.most for kind in KINDS}.items() <= LIMITS.items()


def test_a_pattern_that_leaves_no_room_is_named_with_the_type_that_it_is_too_long_for() -> None:
    pattern = {"pattern": "${project}-${stack}-${name}-${hex(7)}"}
    wide = {**DEV_CONFIG, "pulumi:autonaming": json.dumps(pattern)}

    with pytest.raises(ValueError, match="pulumi:autonaming for aws:lambda/function:Function"):
        record(lambda: RealtimeNotifier("notifier", GOOD_NOTIFIER) and None, wide)

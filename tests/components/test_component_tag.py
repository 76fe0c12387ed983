"""Each resource that can be tagged says which component made it; no other one does."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import pulumi
import pulumi_aws as aws

from components import CheckoutSaga, RealtimeNotifier, Saga, UserDirectory
from components.building_blocks.component_tag import COMPONENT_TAG
from tests.support.recorded_program import Recording, record, record_stage

COMPONENTS = {
    f"realtime:index:{one.__name__}"
    for one in (RealtimeNotifier, UserDirectory, CheckoutSaga, Saga)
}
NOTIFIER: Any = {
    "allowed_origins": ["https://shop.example.com"],
    "oidc_issuer": "https://login.example.com",
    "oidc_audience": "shop",
}


def takes_tags(resource_type: str) -> bool:
    """Whether pulumi_aws' class of the type has an argument ``tags``."""
    _, module, name = resource_type.split(":")
    service = module.partition("/")[0]
    python = importlib.import_module(f"pulumi_aws.{'lambda_' if service == 'lambda' else service}")
    return "tags" in inspect.signature(getattr(python, f"{name}Args")).parameters


def maker(recording: Recording, name: str) -> str:
    """The component that the program made the resource with."""
    types = {one.name: one.type for one in recording.resources}
    parent = name
    while types.get(parent) not in COMPONENTS:
        parent = next(one.parent for one in recording.resources if one.name == parent)
    return f"{types[parent].rpartition(':')[2]}/{parent}"


def test_what_can_be_tagged_says_its_component_and_nothing_else_does() -> None:
    made = record_stage()
    resources = [one for one in made.resources if one.type.startswith("aws:")]

    tagged = {one.name for one in resources if "tags" in one.inputs}
    assert tagged == {one.name for one in resources if takes_tags(one.type)}
    for one in resources:
        if one.name in tagged:
            assert one.inputs["tags"] == {COMPONENT_TAG: maker(made, one.parent)}, one.name


def test_the_saga_inside_a_checkout_says_that_it_is_a_saga() -> None:
    tags = record_stage().named("checkout-saga-machine").inputs["tags"]

    assert tags == {COMPONENT_TAG: "Saga/checkout-saga"}


def test_tags_of_a_program_join_the_components_own_and_win() -> None:
    def add(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if not args.type_.startswith("aws:"):
            return None
        known: dict[str, str] = dict(args.props.get("tags") or {})  # type: ignore[arg-type]  # the component's own
        tags = {**known, "team": "shop"} if "tags" in args.props else None
        if args.type_ == "aws:dynamodb/table:Table":
            tags = {COMPONENT_TAG: "ours"}
        return pulumi.ResourceTransformationResult({**args.props, "tags": tags}, args.opts)

    opts = pulumi.ResourceOptions(transformations=[add])
    made = record(lambda: RealtimeNotifier("n", NOTIFIER, opts) and None)

    queue = made.of_type("aws:sqs/queue:Queue")[0].inputs["tags"]
    assert queue == {COMPONENT_TAG: "RealtimeNotifier/n", "team": "shop"}
    assert made.of_type("aws:dynamodb/table:Table")[0].inputs["tags"] == {COMPONENT_TAG: "ours"}


def test_tags_that_a_child_has_already_stay() -> None:
    def team(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        later = pulumi.Output.from_input({"team": "shop", COMPONENT_TAG: "ours"})
        return pulumi.ResourceTransformationResult({**args.props, "tags": later}, args.opts)

    def program() -> None:
        users = UserDirectory("users", {})
        opts = pulumi.ResourceOptions(parent=users, transformations=[team])
        aws.sqs.Queue("extra", opts=opts)

    extra = record(program).named("extra").inputs["tags"]
    assert extra == {COMPONENT_TAG: "ours", "team": "shop"}

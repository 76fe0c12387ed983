"""A consumer's resource options reach the children of every component: docs/options.md.

The engine hands ``protect``, ``retain_on_delete`` and ``deleted_with`` down to children that say
nothing themselves; the SDK hands down providers and transformations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime import mocks

from components import CheckoutSaga, RealtimeNotifier, Saga, UserDirectory
from local.plan import plan_stage
from local.program import Options, RegisteredResource
from tests.support.plans import stage_plan
from tests.support.recorded_program import Recording, record
from tests.support.trial_program import write_program

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
NOTIFIER: Any = {
    "allowed_origins": ["https://shop.example.com"],
    "oidc_issuer": "https://login.example.com",
    "oidc_audience": "shop",
}
CHECKOUT: Any = {**NOTIFIER, "push_function_arn": FUNCTION}
SAGA: Any = {
    "steps": [
        {
            "name": "collect",
            "function_arn": FUNCTION,
            "compensation_name": "bring_back",
            "compensation_arn": FUNCTION,
        }
    ],
    "outcome_function_arn": FUNCTION,
    "push_function_arn": FUNCTION,
}
MADE: dict[str, Callable[[pulumi.ResourceOptions], pulumi.Resource]] = {
    "notifier": lambda opts: RealtimeNotifier("notifier", NOTIFIER, opts),
    "checkout": lambda opts: CheckoutSaga("checkout", CHECKOUT, opts),
    "returns": lambda opts: Saga("returns", SAGA, opts),
    "users": lambda opts: UserDirectory("users", {}, opts),
}


class Providers(Recording):
    """Also keeps by which provider each resource is made and each look-up answered."""

    def __init__(self) -> None:
        super().__init__()
        self.used: list[tuple[str, str]] = []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.typ.startswith("aws:"):
            self.used.append((args.name, args.provider or ""))
        return super().new_resource(args)

    def call(self, args: mocks.MockCallArgs) -> Any:
        self.used.append((args.token, args.provider or ""))
        return super().call(args)


@pytest.mark.parametrize("name", MADE)
def test_a_provider_reaches_every_child_and_every_look_up(name: str) -> None:
    recording = Providers()

    def program() -> None:
        far = aws.Provider("far", region="eu-west-1")
        MADE[name](pulumi.ResourceOptions(provider=far))

    record(program, recording=recording)

    assert recording.used
    assert [used for used, provider in recording.used if "::far::" not in provider] == []


@pytest.mark.parametrize("name", MADE)
def test_a_transformation_reaches_every_child(name: str) -> None:
    seen: set[str] = set()

    def transformation(args: pulumi.ResourceTransformationArgs) -> None:
        seen.add(args.name)

    recording = record(
        lambda: MADE[name](pulumi.ResourceOptions(transformations=[transformation])) and None
    )

    assert {one.name for one in recording.resources} <= seen


@pytest.fixture(scope="module")
def stage() -> list[RegisteredResource]:
    return stage_plan("dev").resources


def test_no_child_has_an_option_that_would_win_over_the_components(
    stage: list[RegisteredResource],
) -> None:
    # A generated class names its own secrets; that adds to a consumer's.
    own = [(one.name, replace(one.options, additional_secret_outputs=())) for one in stage]

    assert [name for name, options in own if options != Options()] == []


def test_what_a_component_depends_on_comes_before_its_first_child(tmp_path: Path) -> None:
    project = write_program(
        tmp_path,
        "import pulumi, pulumi_aws as aws\n"
        "from tests.components.test_options import MADE\n"
        "first = aws.sqs.Queue('first')\n"
        "for made in MADE.values():\n"
        "    made(pulumi.ResourceOptions(depends_on=[first]))\n",
    )
    resources = plan_stage(project, "dev").resources
    known = {one.urn: one for one in resources}
    first = next(one.urn for one in resources if one.name == "first")

    def follows(one: RegisteredResource) -> bool:
        return first in one.dependencies or (one.parent in known and follows(known[one.parent]))

    assert [one.name for one in resources if one.urn != first and not follows(one)] == []

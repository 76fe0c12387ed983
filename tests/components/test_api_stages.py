"""API Gateway deploys by itself, and nothing that others hear of is there before its routes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from local.plan import Plan, plan_stage
from local.program import RegisteredResource
from tests.support.plans import stage_plan
from tests.support.trial_program import write_program

API = "aws:apigatewayv2/"
PERMISSION = "aws:lambda/permission:Permission"
APIS = ("notifier", "checkout")
TAKES_ADDRESSES = """
import pulumi, pulumi_aws as aws
from components import CheckoutSaga, RealtimeNotifier

common = {
    "allowed_origins": ["https://shop.example.com"],
    "oidc_issuer": "https://login.example.com",
    "oidc_audience": "shop",
}
notifier = RealtimeNotifier("notifier", {**common})
checkout = CheckoutSaga("checkout", {
    **common, "push_function_arn": notifier.push_function_arn, "layer_arn": notifier.layer_arn,
})
for name, address in {
    "websocket_url": notifier.websocket_url,
    "management_endpoint": notifier.management_endpoint,
    "http_url": checkout.http_url,
}.items():
    aws.sqs.Queue(name, tags={"address": address})
"""


@lru_cache
def planned() -> Plan:
    return stage_plan("dev")


def named(name: str, plan: Plan | None = None) -> RegisteredResource:
    (found,) = [one for one in (plan or planned()).resources if one.name == name]
    return found


@pytest.mark.parametrize("api", APIS)
def test_a_stage_deploys_by_itself_each_change_of_its_api(api: str) -> None:
    stage = named(f"{api}-api-stage").inputs

    assert stage["autoDeploy"] is True
    assert "deploymentId" not in stage


def test_no_deployment_is_registered() -> None:
    assert not [one.name for one in planned().resources if "eployment" in one.type]


@pytest.mark.parametrize("api", APIS)
def test_a_stage_comes_after_all_that_its_routes_need(api: str) -> None:
    stage, api_id = named(f"{api}-api-stage"), named(f"{api}-api").outputs["id"]
    permitted = str(named(f"{api}-api").outputs["executionArn"])

    needed = {
        one.urn
        for one in planned().resources
        if (one.type.startswith(API) and one.inputs.get("apiId") == api_id)
        or (one.type == PERMISSION and str(one.inputs.get("sourceArn")).startswith(permitted))
    }
    assert needed - {stage.urn} <= reached_from(stage)


def reached_from(resource: RegisteredResource) -> set[str]:
    """Everything that the resource depends on, directly or not."""
    by_urn = {one.urn: one for one in planned().resources}
    reached: set[str] = set()
    left = [*resource.dependencies]
    while left:
        urn = left.pop()
        if urn not in reached:
            reached.add(urn)
            left += by_urn[urn].dependencies
    return reached


def test_what_takes_an_address_comes_after_the_stage_behind_it(tmp_path: Path) -> None:
    plan = plan_stage(write_program(tmp_path, TAKES_ADDRESSES), "dev")

    for taker, stage in {
        "websocket_url": "notifier-api-stage",
        "management_endpoint": "notifier-api-stage",
        "http_url": "checkout-api-stage",
    }.items():
        assert named(stage, plan).urn in named(taker, plan).dependencies

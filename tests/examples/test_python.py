"""The Python example on our monitor: its plan, and an order from the saga to the buyer's page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from local.emulator.process import Emulator
from local.placeholders import REGION
from local.plan import plan_stage, refusals_of
from local.program import Program
from local.provisioners import AwsProvisioner
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from tests.support.repository import REPO_ROOT

EXAMPLE = REPO_ROOT / "examples" / "python"
ORIGIN = "http://localhost:8080"


@dataclass(frozen=True)
class Stage:
    """The example, deployed on the emulator."""

    provisioner: AwsProvisioner
    outputs: dict[str, Any]

    def sell(self, buyer: Buyer, order_id: str) -> None:
        self.provisioner.client("stepfunctions").start_execution(
            stateMachineArn=self.outputs["state_machine_arn"],
            name=order_id,
            input=json.dumps(
                {"order": {"orderId": order_id, "userId": buyer.user_id, "seat": "4A"}}
            ),
        )


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The issuer is a user pool that the program knows nothing of."""
    with Emulator(REGION) as emulator:
        emulator.wait_until_ready()
        provisioner = AwsProvisioner(emulator.endpoint_url, REGION, EXAMPLE)
        cognito = provisioner.client("cognito-idp")
        pool = cognito.create_user_pool(
            PoolName="of-the-team", Policies={"PasswordPolicy": {"MinimumLength": 8}}
        )["UserPool"]["Id"]
        client = cognito.create_user_pool_client(
            UserPoolId=pool, ClientName="page", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]["ClientId"]
        settings = {
            "tickets:oidcIssuer": f"https://cognito-idp.{REGION}.amazonaws.com/{pool}",
            "tickets:oidcAudience": client,
            "tickets:allowedOrigin": ORIGIN,
        }
        with Program(EXAMPLE, "local", settings) as program:
            made = program.run(provisioner)
        assert refusals_of(program, made.resources) == []
        outputs = made.exports | {
            "user_pool_id": pool,
            "user_pool_client_id": client,
            "emulator_url": emulator.endpoint_url,
            "storefront_url": ORIGIN,
        }
        yield Stage(provisioner, outputs)


def test_its_plan_has_nothing_that_aws_would_refuse() -> None:
    planned = plan_stage(EXAMPLE, "local")

    assert (planned.refusals, planned.limits) == ([], [])
    assert {"state_machine_arn", "websocket_url"} <= planned.exports.keys()


def test_a_buyer_hears_who_got_the_seat(stage: Stage) -> None:
    (credentials,) = seed_buyers(stage.provisioner.client, stage.outputs, ["ada@example.com"])
    buyer = Buyer(stage.outputs, credentials).sign_in()
    page = buyer.open_page()

    stage.sell(buyer, "sale-1")
    sold = page.wait_for("order.finalized").frame
    stage.sell(buyer, "sale-2")
    refused = page.wait_for("order.declined").frame
    page.close()

    assert (sold["source"], sold["data"]["orderId"]) == ("tickets", "sale-1")
    assert refused["data"] == {"orderId": "sale-2", "status": "DECLINED", "reason": "SeatTaken"}

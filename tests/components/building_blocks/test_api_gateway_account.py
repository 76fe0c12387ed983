"""One stack of an account and Region owns API Gateway's CloudWatch role; the others are told."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime import mocks

from components.building_blocks.api_gateway_account import ownership_warning
from local.plan import plan
from local.program import Program
from tests.support.recorded_program import DEV_CONFIG, Recording, record_stage
from tests.support.repository import REPO_ROOT

OTHERS = "arn:aws:iam::123456789012:role/of-another-stack"
SETTING = "realtime-checkout:manageApiGatewayAccount"
ACCOUNT = "aws:apigateway/account:Account"


class AccountWithRole(Recording):
    """An account whose role another stack has set."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if args.resource_id and args.typ == ACCOUNT:
            return args.resource_id, {"cloudwatchRoleArn": OTHERS}
        return super().new_resource(args)


@pytest.mark.parametrize(
    ("in_use", "own", "manages", "told"),
    [
        (None, None, True, ""),  # the first deployment in the account
        (OTHERS, OTHERS, True, ""),  # every further one
        (OTHERS, None, False, ""),
        (None, None, False, "exactly one stack"),
        (OTHERS, None, True, OTHERS),  # a preview: this stack's role does not exist yet
        (OTHERS, "arn:own", True, OTHERS),
    ],
)
def test_a_stack_is_told_whose_the_role_is(
    in_use: str | None, own: str | None, manages: bool, told: str
) -> None:
    warning = ownership_warning(in_use, own, manages=manages)

    assert told in (warning or "")
    assert bool(warning) is bool(told)


def test_taking_the_role_over_is_warned_of() -> None:
    warnings = record_stage(DEV_CONFIG, AccountWithRole()).warnings

    (warning,) = [one for one in warnings if OTHERS in one]
    assert "set manage_api_gateway_account to false here" in warning


def test_the_first_stack_of_an_account_is_not_warned() -> None:
    assert not [one for one in record_stage().warnings if "CloudWatch role" in one]


def test_a_stack_that_leaves_the_role_to_another_is_warned_when_there_is_none() -> None:
    with Program(REPO_ROOT, "dev", {SETTING: False}) as program:
        planned = plan(program)

    assert [one for one in planned.warnings if "no CloudWatch role" in one]
    assert planned.refusals == []


def test_the_role_and_the_setting_go_with_the_stack_that_owns_them() -> None:
    with Program(REPO_ROOT, "dev") as program:
        resources = plan(program).resources

    assert not [one.name for one in resources if one.options.retain_on_delete]
    assert {"notifier-api-logging-role", "notifier-api-gateway-account"} <= {
        one.name for one in resources
    }

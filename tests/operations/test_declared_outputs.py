"""The program exports what the operators' commands declare."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any

import pytest

from local.placeholders import REGION
from operations.deployed_stage import DeployedStage
from operations.forget_user.stage import StageToForgetIn
from operations.print_token import StageToSignInAt
from operations.push_event import StageToPushTo
from operations.redrive import StageToRedrive
from operations.show_order import StageToShow
from operations.verify.stage import StageToVerify
from tests.support.plans import stage_plan

ONLY_LOCAL = {"demo_buyers", "emulator_url"}


COMMANDS = (
    StageToForgetIn,
    StageToPushTo,
    StageToRedrive,
    StageToShow,
    StageToSignInAt,
    StageToVerify,
)


@cache
def exports(stage: str) -> dict[str, Any]:
    return stage_plan(stage).exports


@pytest.mark.parametrize("command", COMMANDS)
def test_a_stage_exports_every_output_that_a_command_declares(command: type[DeployedStage]) -> None:
    declared = {field.name for field in fields(command)} - ONLY_LOCAL

    assert declared <= set(exports("dev"))
    required = {f.name for f in fields(command) if f.default is MISSING}
    assert [name for name in required if not exports("dev")[name]] == []


def test_a_stage_tells_who_it_is_and_how_it_is_protected() -> None:
    found = {name: exports("prod")[name] for name in ("stage", "region", "deletion_protection")}

    assert found == {"stage": "prod", "region": REGION, "deletion_protection": True}
    assert exports("dev")["deletion_protection"] is False
    assert exports("dev")["allowed_origins"]

"""``make preview``: the tree, the counts, the quota notes, without an emulator."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from local.preview import PreviewHandler, preview
from local.program import run_program
from local.refusals import find_refusals

ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def text() -> str:
    return preview(ROOT, "dev")


@pytest.mark.parametrize(
    "part",
    [
        "Stage dev: ",
        "▸ notifier  (realtime:index:RealtimeNotifier)",
        "    + notifier-push-event-function  (aws:lambda/function:Function)",
        "   2 aws:apigatewayv2/api:Api",
        "State machine checkout-saga-machine, starts at ChargePayment",
        "  ChargePayment -> ReserveStock  (on failure RefundPayment)",
        "  ConfirmOrder -> NotifyFinalized  (on failure RuleOutFinalized)",
        '        "FunctionName": "checkout-charge-payment-function",',
        "Concurrent WebSocket connections have no quota.",
        "L-9ED1E49A",
    ],
)
def test_the_preview_shows(part: str) -> None:
    assert part in text()


def test_a_components_children_stand_below_it() -> None:
    lines = text().splitlines()
    saga = lines.index("    ▸ checkout-saga  (realtime:index:Saga)")

    assert lines[saga + 1].startswith("      + checkout-saga-")


STAGES = sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml"))


def test_the_house_has_four_stages() -> None:
    assert STAGES == ["dev", "local", "prod", "staging"]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stages_file_makes_a_stage_that_aws_would_take(stage: str) -> None:
    result = run_program(ROOT, stage, PreviewHandler())

    assert find_refusals(result.resources) == []


def test_only_production_refuses_to_lose_its_tables() -> None:
    protected = {
        stage
        for stage in STAGES
        for resource in run_program(ROOT, stage, PreviewHandler()).resources
        if resource.inputs.get("deletionProtectionEnabled") is True
    }

    assert protected == {"prod"}

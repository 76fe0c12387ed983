"""The provider refuses nothing of the real program, in any stage, and what a transform breaks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from local.aws_provider import rules_of, violations
from local.plan import Plan, plan_stage
from tests.support.repository import REPO_ROOT

STAGES = ("dev", "staging", "prod", "local")
BROKEN = {
    "notifier-connections": ("ttl", {"enabled": True}, "ttl.attributeName is not set"),
    "notifier-push-queue": (
        "visibility_timeout_seconds", 50_000, "visibilityTimeoutSeconds is 50000"),
    "checkout-saga-logs": ("retention_in_days", 15, "retentionInDays is 15"),
    "checkout-saga-machine": ("type", "FAST", "type is 'FAST'"),
    "notifier-push-rule": ("description", "d" * 513, "description is 'ddd"),
    "checkout-charge-payment-function": ("timeout", 901, "timeout is 901"),
    "checkout-charge-payment-policy": ("policy", "[]", "policy is '[]'"),
}  # fmt: skip
"""A resource of the program -> the property that a team's transform sets, and what is said."""
PROGRAM = """
import runpy, sys
import pulumi

CHANGES = {changes!r}

def change(args):
    if args.name in CHANGES:
        key, value = CHANGES[args.name]
        args.props[key] = value
    return pulumi.ResourceTransformationResult(args.props, args.opts)

pulumi.runtime.register_stack_transformation(change)
sys.path.insert(0, {root!r})
runpy.run_path({main!r}, run_name="__main__")
"""


@lru_cache
def plan_of(stage: str) -> Plan:
    return plan_stage(REPO_ROOT, stage)


@pytest.mark.parametrize("stage", STAGES)
def test_the_provider_refuses_nothing_of_a_stage(stage: str) -> None:
    custom = [one for one in plan_of(stage).resources if one.custom]

    assert [sentence for one in custom for sentence in violations(one)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_every_type_of_a_stage_has_an_entry(stage: str) -> None:
    for one in plan_of(stage).resources:
        if one.custom:
            rules_of(one.type)  # raises UnknownTypeError, which says how to add an entry


def test_what_a_transform_of_a_team_breaks_is_refused(tmp_path: Path) -> None:
    for name in ("Pulumi.yaml", "Pulumi.dev.yaml"):
        (tmp_path / name).write_text((REPO_ROOT / name).read_text())
    changes = {name: (key, value) for name, (key, value, _) in BROKEN.items()}
    main = str(REPO_ROOT / "__main__.py")
    source = PROGRAM.format(changes=changes, root=str(REPO_ROOT), main=main)
    (tmp_path / "__main__.py").write_text(source)

    refusals = plan_stage(tmp_path, "dev").refusals

    said = {
        name: [one for one in refusals if one.startswith(f"{name} (") and sentence in one]
        for name, (_, _, sentence) in BROKEN.items()
    }
    assert {name for name, found in said.items() if len(found) != 1} == set(), refusals

"""Plan, refuse, create: every reason is told at once, and before anything is created."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.local_stage import LocalStage, StageRefusedError
from local.plan import plan_stage
from local.provisioners import AwsProvisioner

BROKEN = """
import json, pulumi_aws as aws

role = aws.iam.Role("runner", assume_role_policy="{}")
everything = {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": "*"}
aws.iam.RolePolicy("wide", role=role.name, policy=json.dumps({"Statement": [everything]}))
machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}
aws.sfn.StateMachine("machine", role_arn=role.arn, definition=json.dumps(machine))
"""
UNKNOWN = """
import pulumi_aws as aws

aws.kinesis.Stream("events", shard_count=1)
aws.sqs.Queue("jobs", fifo_queue=True)
"""


def project(folder: Path, source: str) -> Path:
    (folder / "Pulumi.yaml").write_text("name: realtime-checkout\n")
    for stage in ("local", "dev"):
        (folder / f"Pulumi.{stage}.yaml").write_text("config: {}\n")
    (folder / "__main__.py").write_text(source)
    return folder


def error_of_stage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the stage says when it does not start. Fails if anything is created."""

    def create(*_: object) -> None:
        pytest.fail("a resource was created")

    monkeypatch.setattr(AwsProvisioner, "create", create)
    stage = LocalStage(folder, storefront_port=0, outputs_file=folder / "outputs.json")
    with pytest.raises(StageRefusedError) as refused:
        stage.__enter__()
    return str(refused.value)


def test_a_broken_program_is_refused_with_every_reason_before_anything_is_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = error_of_stage(project(tmp_path, BROKEN), monkeypatch)

    assert said.splitlines() == [
        "This program must not reach AWS:",
        "  - machine: state 'A' leads to 'B', which does not exist; correct the definition "
        "[definition-valid]",
        "  - wide: it allows dynamodb:GetItem on '*', so on every such resource; name the "
        "resource's ARN [no-wildcard-resource]",
    ]


def test_all_that_the_local_stage_cannot_create_is_told_before_anything_is_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = error_of_stage(project(tmp_path, UNKNOWN), monkeypatch)

    assert said.startswith("The local stage cannot create this program:\n")
    assert "@creates('aws:kinesis/stream:Stream')" in said
    assert "aws:sqs/queue:Queue 'jobs' sets fifoQueue" in said


def test_a_program_of_unknown_types_has_a_plan(tmp_path: Path) -> None:
    planned = plan_stage(project(tmp_path, UNKNOWN), "dev")

    assert sorted(resource.name for resource in planned.resources) == ["events", "jobs"]
    assert len(planned.limits) == 2
    assert planned.refusals == []


def test_a_warning_that_two_components_give_is_said_once(tmp_path: Path) -> None:
    warn = "import pulumi\nfor one in ('both', 'one', 'both'):\n    pulumi.log.warn(one)\n"

    assert plan_stage(project(tmp_path, warn), "dev").warnings == ["both", "one"]

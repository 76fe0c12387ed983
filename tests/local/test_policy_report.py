"""``make policy``: the findings of each stage in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from local import __main__ as commands
from local import policy_report as report_module
from local.plan import plan_stage
from local.policies import waivers_beside
from local.policy_report import policy_report, stages_of
from local.program import ProgramError, StageConfig
from tests.support.repository import REPO_ROOT

BROKEN = """
import pulumi, pulumi_aws as aws

protect = pulumi.Config().get_bool("protect") or False
aws.cloudwatch.LogGroup("secret-word", opts=pulumi.ResourceOptions(protect=protect))
for number in range(3):
    aws.cloudwatch.MetricAlarm(f"alarm-{number}", comparison_operator="GreaterThanThreshold",
        evaluation_periods=1, metric_name="Errors", namespace="AWS/Lambda", period=60,
        statistic="Sum", threshold=1)
"""
WAIVER = {"rule": "log-retention-set", "resource": "secret-*", "reason": "Kept by law.",
          "dated": "2026-11-27"}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: team\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    (tmp_path / "Pulumi.live.yaml").write_text(
        "config:\n  aws:region: us-east-1\n  team:protect: true\n"
    )
    (tmp_path / "__main__.py").write_text(BROKEN)
    return tmp_path


def waive(project: Path, *waivers: dict[str, str]) -> None:
    (project / "policy-waivers.yaml").write_text(json.dumps({"waivers": waivers}))


KEPT = (
    "secret-word: it keeps its lines, and what they say of users, for ever; set "
    "retention_in_days [log-retention-set]"
)
SILENT = (
    "alarm-0: it rings and tells nobody; name a topic in alarm_actions (a component's "
    "alarm_topic_arns) [alarm-has-topic] (and 2 more like it: alarm-1, alarm-2)"
)


def test_each_stage_says_what_does_not_hold_and_a_protected_one_is_production(
    project: Path,
) -> None:
    report = policy_report(project)

    assert report.text.splitlines()[1::2] == [
        f"  mandatory  {KEPT}",
        f"  mandatory  {KEPT}",
    ]
    assert report.text.splitlines()[-1] == f"  advisory   {SILENT}"
    assert report.text.splitlines()[2].startswith("Stage live: production, 4 resources, ")
    assert ", 1 mandatory and 3 advisory findings, 0 waived" in report.text
    assert report.exit_code == 1


def test_one_stage_is_asked_alone(project: Path) -> None:
    report = policy_report(project, "dev")

    assert [line[:9] for line in report.text.splitlines()] == ["Stage dev", "  mandato"]


def test_a_waived_stage_passes_and_a_waiver_of_no_use_is_told(project: Path) -> None:
    waive(project, WAIVER, WAIVER | {"resource": "gone"})

    report = policy_report(project)

    assert report.exit_code == 0
    assert "0 mandatory and 0 advisory findings, 1 waived" in report.text
    assert report.text.splitlines()[-2:] == [
        "Waivers",
        "  advisory   waiver of 2026-11-27 for log-retention-set on gone: it waives nothing (Kept "
        "by law.); remove the waiver [waiver-in-use]",
    ]
    assert "Waivers" not in policy_report(project, "dev").text


def test_a_waiver_that_ran_out_is_told_once_for_all_stages(project: Path) -> None:
    waive(project, {**WAIVER, "dated": "2026-01-01", "until": "2026-01-02"})

    report = policy_report(project)

    assert report.text.count("it waived until 2026-01-02") == 1
    assert "Waivers\n  advisory   waiver of 2026-01-01 for log-retention-set" in report.text
    assert ", 1 mandatory and 0 advisory findings, 0 waived" in report.text.splitlines()[0]
    assert "it waived until 2026-01-02" in policy_report(project, "dev").text


def test_a_plan_refuses_for_what_is_mandatory_and_advises_for_the_rest(project: Path) -> None:
    planned = plan_stage(project, "live")

    assert planned.refusals == [KEPT]
    assert planned.advice == [SILENT]

    waive(project, WAIVER)
    assert plan_stage(project, "live").refusals == []


def test_a_wrong_waiver_is_named_with_its_file(project: Path) -> None:
    waive(project, {"rule": "log-retention-set"})

    with pytest.raises(
        ProgramError, match=r"policy-waivers\.yaml: waiver 1: resource must be there"
    ):
        waivers_beside(project)


def test_a_program_without_stages_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"has no Pulumi\.<stage>\.yaml, so no stage is known"):
        stages_of(tmp_path)


def test_a_secret_setting_is_not_in_the_report(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program may pass one on in plain, as a name for example."""
    hidden = StageConfig({"aws:region": "us-east-1"}, hidden=("secret-word",))
    monkeypatch.setattr(report_module, "stage_config", lambda *_: hidden)

    assert "  mandatory  [secret]: it keeps its lines" in policy_report(project, "dev").text


def test_the_command_prints_the_report_and_ends_with_its_code(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = commands.main(["policy", "--project", str(project), "--stage", "dev"])

    assert code == 1
    assert capsys.readouterr().out.splitlines() == policy_report(project, "dev").text.splitlines()


def test_the_file_of_waivers_must_be_readable_and_have_its_name(tmp_path: Path) -> None:
    file = tmp_path / "policy-waivers.yaml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(
        ProgramError, match=r"policy-waivers\.yaml must be a readable text in UTF-8"
    ):
        waivers_beside(tmp_path)

    file.unlink()
    file.mkdir()
    with pytest.raises(ProgramError, match=r"must be a readable text in UTF-8: .*directory"):
        waivers_beside(tmp_path)

    file.rmdir()
    (tmp_path / "policy-waivers.yml").touch()
    with pytest.raises(ProgramError, match=r"yml is not read: name the file policy-waivers\.yaml"):
        waivers_beside(tmp_path)


def test_types_that_no_rule_looks_at_are_told_once(project: Path) -> None:
    program = project / "__main__.py"
    program.write_text(BROKEN + 'aws.sns.Topic("a")\naws.sns.Topic("b")\naws.sqs.Queue("c")\n')

    (last, *_) = reversed(policy_report(project).text.splitlines())

    assert last == "No rule looks at aws:sns/topic:Topic"


def test_of_many_findings_that_are_alike_nine_more_are_named(project: Path) -> None:
    program = project / "__main__.py"
    program.write_text(BROKEN.replace("range(3)", "range(12)"))

    assert policy_report(project).text.endswith(
        "[alarm-has-topic] (and 11 more like it: alarm-1, alarm-10, alarm-11, alarm-2, alarm-3, "
        "alarm-4, alarm-5, alarm-6, alarm-7, …)"
    )


def test_the_example_breaks_no_rule() -> None:
    report = policy_report(REPO_ROOT / "examples" / "python")

    assert " 0 mandatory and 0 advisory findings, 0 waived\n" in report.text


def test_all_stages_of_this_repository_pass() -> None:
    report = policy_report(REPO_ROOT)

    assert report.exit_code == 0
    assert [line.split(":")[0] for line in report.text.splitlines()[:-1]] == [
        "Stage dev", "Stage local", "Stage prod", "Stage staging"
    ]  # fmt: skip

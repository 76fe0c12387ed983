"""One stage of one commit, as it is run: what of it is kept, and in which order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from review.outcome import Failed
from review.run.running import outcome_of, stages_of
from review.run.trees import Tree
from review.settings_changed import settings_changed
from review.side import Side
from tests.support.trial_program import write_program

DAY = date(2030, 1, 31)
PROGRAM = """
import json, pulumi, pulumi_aws as aws
for name in "zyxwab":
    aws.sqs.Queue(name, tags={"made": __file__}, opts=pulumi.ResourceOptions(protect=name == "a"))
role = aws.iam.Role("role", assume_role_policy="{}")
wide = {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": "*"}
aws.iam.RolePolicy("wide", role=role.name, policy=json.dumps({"Statement": [wide]}))
pulumi.warn("twice"); pulumi.warn("twice"); pulumi.warn("before")
pulumi.export("quota_notes", ["one note"]); pulumi.export("made", __file__)
"""
WAIVER = """
waivers:
  - rule: no-wildcard-resource
    resource: wide
    reason: A trial.
    dated: 2030-01-01
    until: {}
"""


def run(folder: Path, waiver: str = "") -> Side:
    write_program(folder, PROGRAM)
    if waiver:
        (folder / "policy-waivers.yaml").write_text(WAIVER.format(waiver))
    side = outcome_of(Tree(folder, folder), "dev", DAY)
    assert isinstance(side, Side), side
    return side


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Side:
    return run(tmp_path_factory.mktemp("program"))


def test_resources_are_in_one_order_however_they_were_registered(side: Side) -> None:
    names = [urn.rpartition("::")[2] for urn in side.record.resources]

    assert names == ["role", "wide", "a", "b", "w", "x", "y", "z"]


def test_the_folder_of_the_files_is_in_no_value(side: Side) -> None:
    made = {str(one.inputs.get("tags")) for one in side.record.resources.values()}

    assert made == {"{'made': '__main__.py'}", "None"}


def test_settings_notes_warnings_and_options_are_kept(side: Side) -> None:
    assert side.settings == {"aws:region": "us-east-1"}
    assert side.quota_notes == ("one note",)
    assert side.exports == {"made": '"__main__.py"', "quota_notes": '["one note"]'}
    assert side.warnings == ("before", "twice")
    told = {urn.rpartition("::")[2]: options for urn, options in side.options.items()}
    assert told["a"] == {"protect": "true"}
    assert told["role"] == {}
    assert side.counts is None


def test_a_waiver_waives_up_to_its_last_day_by_the_day_of_the_commit(tmp_path: Path) -> None:
    for until, waived in (("2030-01-31", 1), ("2030-01-30", 0)):
        folder = tmp_path / until
        folder.mkdir()
        made = run(folder, until)

        assert len(made.waived) == waived, until
        found = {finding.rule.id for finding in made.findings}
        assert ("no-wildcard-resource" in found) is not waived


SECRET = """
encryptionsalt: v1:EkFvVEocXWs=:v1:9koLoDkEWwLouQoj:6T6dCFCanuT30BKzi1kLcN+8cWZwaw==
config:
  aws:region: us-east-1
  trial:greeting:
    secure: v1:G5VJ4CU0an9zepkz:H2R6V4G+a56dliP8QRzXy4ly8bQzebAgsTc1gw8hUC4=
"""
"""Its passphrase is *correct horse*, its secret a greeting."""
WIDE = """
import json, pulumi, pulumi_aws as aws
what = pulumi.Config().require("greeting")
role = aws.iam.Role("role", assume_role_policy="{}")
wide = {"Effect": "Allow", "Action": [f"sqs:{what}*"], "Resource": "arn:aws:sqs:::q"}
aws.iam.RolePolicy("wide", role=role.name, policy=json.dumps({"Statement": [wide]}))
"""


@pytest.mark.parametrize("passphrase", ["correct horse", None])
def test_a_finding_tells_neither_a_secret_nor_what_stands_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    write_program(tmp_path, WIDE)
    (tmp_path / "Pulumi.dev.yaml").write_text(SECRET)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE", raising=False)
    if passphrase:
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", passphrase)

    side = outcome_of(Tree(tmp_path, tmp_path), "dev", DAY)
    assert isinstance(side, Side), side
    problems = [one.problem for one in side.findings if one.rule.id == "no-wildcard-action"]
    assert len(problems) == 1
    assert "sqs:[secret]*" in problems[0]
    assert side.unread == (() if passphrase else ("trial:greeting",))


def test_a_waiver_that_cannot_be_read_is_the_stages_failure(tmp_path: Path) -> None:
    write_program(tmp_path, PROGRAM)
    (tmp_path / "policy-waivers.yaml").write_text("waivers: [{rule: no-such-rule}]")

    failed = outcome_of(Tree(tmp_path, tmp_path), "dev", DAY)
    assert isinstance(failed, Failed)
    assert "policy-waivers.yaml" in failed.reason
    assert str(tmp_path) not in failed.reason


def test_settings_are_compared_by_the_same_keys_where_one_program_fails(tmp_path: Path) -> None:
    sides = []
    for name, lines, value in (("before", PROGRAM, "a"), ("after", "raise ValueError", "b")):
        folder = tmp_path / name
        folder.mkdir()
        write_program(folder, lines)
        (folder / "Pulumi.dev.yaml").write_text(f"config:\n  same: 1\n  trial:it: {value}\n")
        outcome = outcome_of(Tree(folder, folder), "dev", DAY)
        sides.append(outcome.settings if isinstance(outcome, Failed) else outcome)

    assert settings_changed(*sides).lines == ("- `it`: `a` → `b`",)


def test_where_an_object_lies_in_memory_is_not_said(tmp_path: Path) -> None:
    write_program(tmp_path, "raise ValueError(object())")

    failed = outcome_of(Tree(tmp_path, tmp_path), "dev", DAY)
    assert isinstance(failed, Failed)
    assert failed.reason == "stage dev is refused: <object object at 0x…>"


def test_counts_of_another_form_are_none(tmp_path: Path) -> None:
    (tmp_path / "planning").mkdir()
    (tmp_path / "planning" / "unit_counts.json").write_text('{"bills": []}')

    assert run(tmp_path).counts is None


def test_a_stage_without_a_file_is_none_and_pulumi_yaml_is_no_stage(tmp_path: Path) -> None:
    tree = Tree(write_program(tmp_path, PROGRAM), tmp_path)

    assert stages_of(tree) == ["dev"]
    assert outcome_of(tree, "prod", DAY) is None

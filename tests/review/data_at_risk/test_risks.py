"""Data that is lost: with a holder, with a shorter retention, or with a stage that moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from local.aws_provider import RecordedProgram
from review.data_at_risk.risks import at_risk, data_at_risk, not_known
from review.resources.resources_changed import resources
from review.resources.update import update_of
from review.settings_changed import settings_changed
from review.side import Side
from review.text.markdown import TIMES
from tests.support.sides import resource, side_of, urn

TABLE, QUEUE = "aws:dynamodb/table:Table", "aws:sqs/queue:Queue"
LOGS, ROLE = "aws:cloudwatch/logGroup:LogGroup", "aws:iam/role:Role"
HERE, THERE = {"aws:region": "us-east-1"}, {"aws:region": "eu-west-1"}


def said(before: Side, after: Side) -> list[str]:
    return [*data_at_risk(before, after)]


def between(kind: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return said(side_of(resource(kind, "it", **old)), side_of(resource(kind, "it", **new)))


@pytest.mark.parametrize(
    ("kind", "inputs", "fate"),
    [
        ("aws:rds/instance:Instance", {"skipFinalSnapshot": True}, "what it holds is lost"),
        (
            "aws:rds/instance:Instance",
            {"finalSnapshotIdentifier": "last"},
            "a last snapshot of it stays (`finalSnapshotIdentifier`)",
        ),
        (
            "aws:rds/cluster:Cluster",
            {},
            "refused: it has neither `skipFinalSnapshot` nor a last snapshot's name",
        ),
        (
            "aws:s3/bucket:Bucket",
            {},
            "AWS deletes it only if it is empty (`forceDestroy` is not set)",
        ),
        ("aws:s3/bucket:Bucket", {"forceDestroy": True}, "what it holds is lost"),
        (
            "aws:kms/key:Key",
            {},
            "what it holds is lost in 30 days; until then it can be brought back",
        ),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 0}, "what it holds is lost"),
        ("aws:efs/fileSystem:FileSystem", {}, "what it holds is lost"),
    ],
    ids=str,
)
def test_what_holds_data_is_at_risk_whoever_made_it(
    kind: str, inputs: dict[str, Any], fate: str
) -> None:
    before = side_of(resource(kind, "it", **inputs))

    assert said(before, side_of())[0].endswith(f" is removed: {fate}")
    assert at_risk(update_of(before, side_of())) == 1


def test_of_an_unknown_type_it_is_said_that_nobody_knows() -> None:
    before = side_of(resource("mongodbatlas:index/cluster:Cluster", "db"))

    assert said(before, side_of()) == []
    assert not_known(update_of(before, side_of())) == 1
    assert resources(before, side_of()).lines == (
        "- **removed** `db` (`mongodbatlas:index/cluster:Cluster`); whether it holds data is not "
        "known",
    )


@pytest.mark.parametrize(
    ("kind", "old", "new", "text"),
    [
        (LOGS, {"retentionInDays": 90}, {"retentionInDays": 7},
         "log lines for 7 days, not 90 days: older ones are deleted (`retentionInDays`)"),
        (LOGS, {}, {"retentionInDays": 1},
         "log lines for 1 day, not ever: older ones are deleted (`retentionInDays`)"),
        (QUEUE, {"messageRetentionSeconds": 1_209_600}, {"messageRetentionSeconds": 3600},
         "messages for 1 hour, not 14 days: older ones are deleted (`messageRetentionSeconds`)"),
        (QUEUE, {}, {"messageRetentionSeconds": 90},
         "messages for 90 seconds, not 4 days: older ones are deleted (`messageRetentionSeconds`)"),
    ],
)  # fmt: skip
def test_what_is_kept_for_a_shorter_time_is_at_risk(
    kind: str, old: dict[str, Any], new: dict[str, Any], text: str
) -> None:
    (line,) = between(kind, old, new)
    assert line.endswith(f" keeps {text}")
    assert between(kind, new, old) == []
    assert between(kind, old, old) == []


def test_a_retention_that_is_no_number_is_not_compared() -> None:
    assert between(LOGS, {"retentionInDays": "x"}, {"retentionInDays": 7}) == []


def test_a_table_that_loses_its_backups_is_at_risk() -> None:
    (line,) = between(TABLE, {"pointInTimeRecovery": {"enabled": True}}, {})
    assert line.endswith("loses its backups of the last 35 days (`pointInTimeRecovery`)")


def test_many_holders_of_the_same_fate_are_one_line_and_counted_one_by_one() -> None:
    before = side_of(*(resource(LOGS, f"logs{number}") for number in range(19)))

    assert said(before, side_of()) == [
        f"19 {TIMES} `cloudwatch.LogGroup`, each is removed: what it holds is lost"
    ]
    assert at_risk(update_of(before, side_of())) == 19


def shop(settings: dict[str, str], **options: str) -> Side:
    rows = side_of(
        resource(TABLE, "a"), resource(TABLE, "b"), resource(QUEUE, "c"), resource(ROLE, "d"),
        resource(QUEUE, "elsewhere", region="eu-central-1"), settings=settings,
    )  # fmt: skip
    return replace(rows, options={urn(TABLE, "a"): options})


def test_a_stage_that_moves_to_another_region_is_one_line() -> None:
    before, after = shop(HERE), shop(THERE)

    assert said(before, after) == [
        "moves from `us-east-1` to `eu-west-1` (`aws:region`): 3 resources are made anew there and "
        f"deleted in `us-east-1`; what 2 {TIMES} `dynamodb.Table`, 1 {TIMES} `sqs.Queue` hold "
        "does not come along. The bill is at the prices of `us-east-1` all the same"
    ]
    assert at_risk(update_of(before, after)) == 3
    assert resources(before, after).lines == ("- **replaced** all 3 resources of the Region",)


def test_what_is_protected_does_not_move() -> None:
    (line,) = said(shop(HERE, protect="true"), shop(THERE, protect="true"))
    assert "Pulumi refuses that as long as 1 resource of them is protected (`protect`)" in line
    (line,) = said(shop(HERE, protect="true"), shop(THERE))
    assert "refuses" not in line


def test_a_project_of_another_name_is_another_stack_and_the_rest_is_compared() -> None:
    def project(name: str, days: int) -> Side:
        one = side_of(resource(LOGS, "logs", retentionInDays=days), resource(QUEUE, "jobs"))
        record = RecordedProgram(
            {key.replace("::shop::", f"::{name}::"): it for key, it in one.record.resources.items()}
        )
        options = {key: {"protect": "true"} for key in record.resources}
        return replace(one, record=record, options=options, settings={f"{name}:on": "true"})

    before, after = project("shop", 7), project("store", 14)
    (line,) = said(before, after)
    assert line.startswith("the project `shop` is called `store` now: to Pulumi that is another")
    assert resources(before, after).lines == (
        "- **changed** `logs` (`cloudwatch.LogGroup`): `retentionInDays` 7 → 14",
    )
    assert settings_changed(before, after).lines == ()

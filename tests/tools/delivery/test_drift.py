"""make drift: what is drift, what is not, and what is only not deployed yet."""

from __future__ import annotations

import pytest

from tests.tools.delivery.engine import Engine, refreshed, step, summary
from tools.delivery import drift

TABLE = "aws:dynamodb/table:Table"
QUEUE = "aws:sqs/queue:Queue"
LOGS = "aws:cloudwatch/logGroup:LogGroup"


def test_no_drift_is_a_success(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    times = {"lastModified": {"diffKind": "update", "inputDiff": False}}
    engine.tells([
        refreshed(LOGS, "logs", diff={}), refreshed(TABLE, "events", diff=times), summary(183),
    ])  # fmt: skip

    assert drift.main(["--stage", "dev"]) == 0
    assert capfd.readouterr().out == (
        "### Drift of dev: none, 183 resources are as the program says\n"
    )
    (asked,) = [one for one in engine.asked() if one.startswith("preview")]
    assert asked.endswith("--refresh --expect-no-changes")


def test_drift_is_told_apart_from_what_is_only_not_deployed(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    diff = {"retentionInDays": {"diffKind": "update", "inputDiff": True}}
    engine.tells(
        [
            refreshed(LOGS, "logs", diff=diff), refreshed(QUEUE, "gone-queue", gone=True),
            step("create", QUEUE, "gone-queue"), step("update", LOGS, "logs", "retentionInDays"),
            step("update", TABLE, "events", "ttl"), summary(),
        ],
        code=255,
    )  # fmt: skip

    assert drift.main(["--stage", "dev"]) == 1

    text = capfd.readouterr().out
    assert text.startswith("### Drift of dev: 2 changed on AWS, 3 that pulumi up would change\n")
    elsewhere, would = text.split("what pulumi up would do (3)")
    assert "| `logs` | `aws:cloudwatch:LogGroup` | update `retentionInDays` |" in elsewhere
    assert "| `gone-queue` | `aws:sqs:Queue` | delete |" in elsewhere
    assert "events" not in elsewhere
    assert "| `events` | `aws:dynamodb:Table` | update `ttl` |" in would
    assert "behind Pulumi's back" in would


def test_drift_that_cannot_be_told_is_no_drift_and_no_success(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.tells([step("update", LOGS, "logs"), summary(result="failed")], code=255)

    assert drift.main(["--stage", "dev"]) == 2
    assert capfd.readouterr().out.startswith("### Drift of dev: not known, the preview failed")

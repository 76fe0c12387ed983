"""make pulumi-preview: what it asks the CLI, and the Markdown that it makes of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.delivery.engine import Engine, policy, said, step, summary
from tools.delivery import preview

TABLE = "aws:dynamodb/table:Table"
QUEUE = "aws:sqs/queue:Queue"
LOGS = "aws:cloudwatch/logGroup:LogGroup"


def test_a_preview_says_what_is_replaced_first_and_no_value(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine.tells([
        said("debug", "registering resource"), said("warning", "an example's address\n"),
        step("same", LOGS, "logs"), step("read", TABLE, "old"),
        step("update", QUEUE, "push-queue", "visibilityTimeoutSeconds", "tags.a", "tags.b"),
        step("create-replacement", TABLE, "events", "hashKey"),
        step("replace", TABLE, "events", "hashKey"),
        step("delete-replaced", TABLE, "events"),
        step("create", LOGS, "new-logs"),
        summary(),
    ])  # fmt: skip
    out = tmp_path / "folder" / "dev.md"

    assert preview.main(["--stage", "dev", "--out", str(out)]) == 0

    said_out, said_err = capfd.readouterr()
    assert said_out == out.read_text()
    assert "what the CLI prints" in said_err
    assert "value" not in said_out
    assert said_out.splitlines() == [
        "### pulumi preview of dev: 1 to replace, 1 to create, 1 to update, 180 unchanged",
        "", "**replace (1)**", "", "| resource | type | changed |", "|---|---|---|",
        "| `events` | `aws:dynamodb:Table` | `hashKey` |",
        "", "create (1)", "", "| resource | type | changed |", "|---|---|---|",
        "| `new-logs` | `aws:cloudwatch:LogGroup` |  |",
        "", "update (1)", "", "| resource | type | changed |", "|---|---|---|",
        "| `push-queue` | `aws:sqs:Queue` | `tags`, `visibilityTimeoutSeconds` |",
        "", "**Warnings**", "", "- `an example's address`",
    ]  # fmt: skip


def test_a_preview_that_a_policy_forbids_fails_and_names_it(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.tells(
        [
            step("update", QUEUE, "push-queue", "visibilityTimeoutSeconds"),
            policy("mandatory", "push-queue", "must outlive\nits function"),
            policy("advisory", "push-queue", "should have an alarm"),
            policy("advisory", "other-queue", "should too"),
            said("error", "preview failed"),
            summary(result="failed"),
        ],
        code=255,
    )

    assert preview.main(["--stage", "dev"]) == 1

    lines = capfd.readouterr().out.splitlines()
    assert lines[:9] == [
        "### pulumi preview of dev: failed after: 1 to update, 180 unchanged",
        "", "**Policies that forbid it**", "",
        "- `queue-outlives-function: push-queue: must outlive its function`",
        "", "**Errors**", "", "- `preview failed`",
    ]  # fmt: skip
    assert lines[-3:] == [
        "**Policies that advise**", "",
        "- `queue-outlives-function: other-queue: should too (and 1 more)`",
    ]  # fmt: skip


def test_a_preview_whose_engine_did_not_start_says_that_it_failed(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.tells([], code=1)
    (engine.folder / "events").unlink()

    assert preview.main(["--stage", "dev"]) == 1
    assert capfd.readouterr().out == "### pulumi preview of dev: failed\n"


def test_what_programs_and_people_name_is_no_markdown(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.tells([step("create", QUEUE, "a`|b\n@ada <img>"), summary()])

    preview.main(["--stage", "dev"])

    assert "| `a'/b @ada <img>` | `aws:sqs:Queue` |  |" in capfd.readouterr().out


def test_a_long_text_keeps_its_beginning_and_its_end(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.tells([said("error", f"begin {'x' * 5000} end"), summary()])

    preview.main(["--stage", "dev"])

    line = capfd.readouterr().out.splitlines()[-1]
    assert line.startswith("- `begin xx")
    assert line.endswith("xx end`")
    assert len(line) < 600


def test_long_lists_are_cut_and_say_by_how_much(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.tells([
        *(step("create", QUEUE, f"queue-{number:03}") for number in range(50)),
        *(said("error", f"wrong {number}") for number in range(12)), summary(),
    ])  # fmt: skip

    preview.main(["--stage", "dev"])

    lines = capfd.readouterr().out.splitlines()
    assert "create (50)" in lines
    assert "| and 10 more | | |" in lines
    assert "- and 2 more" in lines
    assert len(lines) < 70


def test_a_report_is_added_to_a_jobs_summary(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary_file = tmp_path / "summary"
    summary_file.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary_file))
    engine.tells([summary(183)])

    assert preview.main(["--stage", "dev"]) == 0
    assert summary_file.read_text() == "before\n### pulumi preview of dev: 183 unchanged\n"

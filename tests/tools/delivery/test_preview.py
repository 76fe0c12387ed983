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


def test_no_account_is_named_in_what_is_said_of_an_error(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    """AWS names the account in each refusal, and GitHub's mask does not reach an artifact."""
    arn = "arn:aws:sts::123456789012:assumed-role/realtime-preview-prod/run"
    engine.tells([
        said("error", f"User: {arn} is not authorized to perform: sqs:GetQueueAttributes"),
        said("warning", "in 1234567890123 ms"),
        policy("advisory", "push-queue", "sends to 210987654321"), summary(),
    ])  # fmt: skip

    preview.main(["--stage", "dev"])

    text = capfd.readouterr().out
    assert "User: arn:aws:sts::<account>:assumed-role/realtime-preview-prod/run is not" in text
    assert "sends to <account>" in text
    assert "in 1234567890123 ms" in text


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


def test_a_preview_that_was_not_tried_says_so_where_the_last_one_stood(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Or a pull request's comment would go on telling of an older commit."""
    (engine.folder / "ls").write_text("255")
    out = tmp_path / "dev.md"

    assert preview.main(["--stage", "dev", "--out", str(out)]) == 2

    said_out, said_err = capfd.readouterr()
    assert said_out == out.read_text()
    assert said_out == "### pulumi preview of dev: not tried, the job's log says why\n"
    assert "pulumi stack ls --json failed" in said_err


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

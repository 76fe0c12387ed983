"""make pulumi-preview, pulumi-up, drift: what they ask the CLI and make of its answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools.delivery.engine import Engine, policy, refreshed, said, step, summary
from tools.delivery import drift, preview, up
from tools.delivery.stack import DeliveryError, stack_of

TABLE, QUEUE, LOGS = (
    "aws:dynamodb/table:Table", "aws:sqs/queue:Queue", "aws:cloudwatch/logGroup:LogGroup",
)  # fmt: skip


@pytest.mark.parametrize("command", [preview.main, drift.main, up.main])
@pytest.mark.parametrize(
    ("stage", "what"),
    [
        ("qa", "STAGE=qa has no settings: there is no Pulumi.qa.yaml. Stages with settings are "
               "dev, prod, staging."),
        ("local", "STAGE=local is the stage that make up runs on this machine, and no stack"),
        ("staging", "no stack staging is in s3://state-of-the-shop, which holds dev, prod of this "
                    "project"),
    ],
)  # fmt: skip
def test_a_stage_that_is_not_there_is_refused_before_the_engine_runs(
    engine: Engine, capfd: pytest.CaptureFixture[str], command: object, stage: str, what: str
) -> None:
    assert callable(command)
    assert command(["--stage", stage]) == 2

    assert what in capfd.readouterr().err
    assert {one.split(" --")[0] for one in engine.asked()} <= {"stack ls"}


def test_without_the_cli_it_says_where_to_get_it(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert preview.main(["--stage", "dev"]) == 2
    assert "the Pulumi CLI is not on the PATH. Install 3.259 or newer" in capfd.readouterr().err


def test_a_backend_that_does_not_answer_is_named_as_such(
    engine: Engine, capfd: pytest.CaptureFixture[str]
) -> None:
    (engine.folder / "ls").write_text("255")

    assert preview.main(["--stage", "dev"]) == 2
    assert "pulumi stack ls --json failed" in (said := capfd.readouterr().err)
    assert "Check PULUMI_BACKEND_URL and the credentials" in said


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


def test_a_deployed_stage_leaves_its_outputs_for_the_other_commands(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine.tells([step("create", LOGS, "logs"), summary()])
    out = tmp_path / "new" / "outputs.json"

    assert up.main(["--stage", "dev", "--out", str(out)]) == 0

    assert json.loads(out.read_text()) == {"http_url": "https://api.example.com"}
    assert capfd.readouterr().out == (
        f"The stage dev is deployed. Resources changed: 1. Next: make verify OUTPUTS={out}\n"
    )
    (asked,) = [one for one in engine.asked() if one.startswith("up")]
    assert asked.startswith("up --stack dev --non-interactive --color never --suppress-outputs")
    assert asked.endswith("--yes")


def test_a_protected_stage_is_deployed_only_by_its_name(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "outputs.json"

    assert up.main(["--stage", "prod", "--out", str(out)]) == 2
    assert "add CONFIRM=prod" in capfd.readouterr().err
    assert up.main(["--stage", "dev", "--out", str(out), "--confirm", "prod"]) == 2
    assert not [one for one in engine.asked() if one.startswith("up")]

    assert up.main(["--stage", "prod", "--out", str(out), "--confirm", "prod"]) == 0
    assert f"make verify OUTPUTS={out} CONFIRM=prod" in capfd.readouterr().out


def test_a_deployment_that_failed_writes_no_outputs(
    engine: Engine, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine.tells([said("error", "no")], code=255)

    assert up.main(["--stage", "dev", "--out", str(tmp_path / "outputs.json")]) == 1
    assert not (tmp_path / "outputs.json").exists()
    assert "The stage dev is not deployed" in capfd.readouterr().err


def test_the_policies_of_the_folder_are_run_in_their_own_environment(
    engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "program"
    (folder / "policy").mkdir(parents=True)
    (folder / "Pulumi.dev.yaml").write_text("config:\n  shop:deletionProtection: true\n")
    stack = stack_of("dev", folder)

    stack.run("preview")
    (folder / "policy" / "PulumiPolicy.yaml").touch()
    (folder / "policy" / "requirements.txt").touch()
    (folder / "policy" / ".venv").mkdir()
    stack.run("preview")
    stack.run("preview")

    runs = ["--policy-pack policy" in one for one in engine.asked() if one.startswith("preview")]
    assert runs == [False, True, True]
    assert engine.asked().count("install") == 1  # once, until the pack wants other packages
    assert stack.is_protected


def test_a_policy_pack_that_cannot_be_installed_stops_the_command(
    engine: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "program"
    (folder / "policy").mkdir(parents=True)
    for name in ("Pulumi.dev.yaml", "policy/PulumiPolicy.yaml", "policy/requirements.txt"):
        (folder / name).touch()
    engine.tells([], code=1)

    with pytest.raises(DeliveryError, match=r"policy pack in .* cannot be installed"):
        stack_of("dev", folder).run("preview")
    assert not [one for one in engine.asked() if one.startswith("preview")]


def test_a_stage_without_any_setting_is_not_protected(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").touch()

    assert stack_of("dev", tmp_path).is_protected is False
    with pytest.raises(DeliveryError, match=r"there is no Pulumi\.prod\.yaml"):
        stack_of("prod", tmp_path)

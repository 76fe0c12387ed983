"""``make preview``: the tree, the counts, the quota notes, without an emulator."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from local.plan import plan_stage
from local.preview import preview
from local.preview_saga import compact
from tests.support.repository import REPO_ROOT


@lru_cache
def text() -> str:
    return preview(REPO_ROOT, "dev").text


@pytest.mark.parametrize(
    "part",
    [
        "Stage dev: ",
        "▸ notifier  (realtime:index:RealtimeNotifier)",
        "    + notifier-push-event-function  (aws:lambda/function:Function)",
        "   2 aws:apigatewayv2/api:Api",
        "State machine checkout-saga-machine, starts at ChargePayment",
        "  ChargePayment -> ReserveStock  (on failure RefundPayment)",
        "  ConfirmOrder -> NotifyFinalized  (on failure FenceFinalize)",
        "  WasFinalized -> NotifyFinalized, ReleaseStock",
        '"FunctionName": "dev-checkout-charge-payment-function-xxxxxxx"',
        "  realtime-checkout:replayWindowHours          24",
        "  realtime-checkout:oidcIssuer                 (empty)",
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


def test_the_language_is_json_of_some_lines_and_stands_before_the_notes() -> None:
    before, rest = text().split("Amazon States Language of checkout-saga-machine\n")
    language, after = rest.split("\n\n", 1)

    assert json.loads(language)["StartAt"] == "ChargePayment"
    indented = json.dumps(json.loads(language), indent=2).splitlines()
    assert 2 * len(language.splitlines()) < len(indented)  # what is short stands in one line
    assert "Quota notes" in after
    assert "Quota notes" not in before
    assert text().splitlines()[-1].startswith("Stage dev: ")


def test_a_program_that_exports_no_notes_is_told_how_to_see_them(tmp_path: Path) -> None:
    shown = preview(own_project(tmp_path, ""), "dev").text

    assert "Quota notes\n  (none: export the component's quota_notes to see them)\n" in shown
    assert "Warnings" not in shown


def test_what_a_program_warns_of_stands_apart_from_the_notes(tmp_path: Path) -> None:
    program = "import pulumi\npulumi.log.warn('the origin is a placeholder')\n"

    shown = preview(own_project(tmp_path, program), "dev").text

    assert "Warnings\n  - the origin is a placeholder\n" in shown


@pytest.mark.parametrize(
    "value",
    [{}, [], {"a": []}, {"a" * 60: {"b": ["c" * 60, 1, None, True]}}, ["x" * 200], "é" * 99],
)
def test_compact_json_is_json(value: object) -> None:
    assert json.loads(compact(value)) == value


def own_project(folder: Path, program: str, config: str = "{}") -> Path:
    """A project with a program of its own, and the settings of its stage dev, in ``folder``."""
    (folder / "Pulumi.yaml").write_text("name: own")
    (folder / "Pulumi.dev.yaml").write_text(f"config: {config}")
    (folder / "__main__.py").write_text(program)
    return folder


def test_a_program_in_another_folder_is_previewed_with_the_components(tmp_path: Path) -> None:
    project = own_project(
        tmp_path,
        "from components import RealtimeNotifier\n"
        "RealtimeNotifier('mine', {'allowed_origins': ['https://x.example'],\n"
        "    'oidc_issuer': 'https://login.example', 'oidc_audience': 'shop'})\n",
    )

    done = command("--project", str(project))

    assert "mine  (realtime:index:RealtimeNotifier)" in done.stdout, done.stderr


def test_what_would_not_work_on_aws_stands_at_the_end_and_fails_the_preview(tmp_path: Path) -> None:
    project = own_project(
        tmp_path,
        "import pulumi_aws as aws\n"
        "aws.s3.Bucket('files')\n"
        "role = 'arn:aws:iam::123456789012:role/runner'\n"
        "aws.sfn.StateMachine('machine', role_arn=role, definition='no JSON')\n",
    )

    done = command("--project", str(project))

    assert done.returncode == 1
    assert done.stdout.splitlines()[-4:] == [
        "What must not reach AWS",
        "  - machine: the definition must be a JSON object, got 'no JSON'; "
        "correct the definition [definition-valid]",
        "",
        "Stage dev: 2 resources, 1 refusal",
    ]
    assert "What only the local stage cannot create\n  - aws:s3/bucket:Bucket" in done.stdout


def test_a_value_that_awss_model_forbids_fails_the_preview(tmp_path: Path) -> None:
    project = own_project(
        tmp_path,
        "import pulumi_aws as aws\naws.iam.Role('runner', name='', assume_role_policy='')\n",
    )

    shown = preview(project, "dev")

    assert shown.exit_code == 1
    assert "What must not reach AWS\n  - aws:iam/role:Role 'runner': Parameter" in shown.text
    assert "What only the local stage cannot create" not in shown.text


def test_a_terminal_of_ascii_gets_the_preview_too() -> None:
    done = command(PYTHONIOENCODING="ascii")

    assert done.returncode == 0, done.stderr
    assert "? notifier  (realtime:index:RealtimeNotifier)" in done.stdout


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    process = subprocess.Popen(
        COMMAND, cwd=REPO_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()

    assert (process.wait(timeout=60), said) == (0, b"")


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    project = own_project(tmp_path, "raise ValueError('x must be 1 to 3, got 4')")

    done = command("--project", str(project))

    assert done.returncode == 1
    assert done.stderr == "\nstage dev is refused: x must be 1 to 3, got 4\n"


def test_wrong_args_are_one_line_that_names_the_place_and_the_component(tmp_path: Path) -> None:
    project = own_project(
        tmp_path,
        "from components import RealtimeNotifier\n\n"
        "RealtimeNotifier('mine', {'allowed_origins': ['https://x.example'], 'oidc_issuer': 5,\n"
        "    'oidc_audience': 'shop'})\n",
    )

    done = command("--project", str(project))

    assert done.returncode == 1
    said = done.stderr.strip()
    assert said.startswith("stage dev is refused: __main__.py:3: RealtimeNotifier")
    assert ": oidc_issuer must be the https address" in said
    assert "\n" not in said


def test_a_mapping_in_second_place_of_the_packages_sdk_is_refused_in_one_line(
    tmp_path: Path,
) -> None:
    project = own_project(
        tmp_path, "from pulumi_realtime import Saga\nSaga('returns', {'steps': []})\n"
    )

    done = command("--project", str(project))

    assert done.returncode == 1
    assert done.stderr.strip().startswith("stage dev is refused: inputs come as keywords")


COMMAND = (sys.executable, "-m", "local", "preview")


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=REPO_ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


STAGES = sorted(path.name.split(".")[1] for path in REPO_ROOT.glob("Pulumi.*.yaml"))


def test_the_repository_has_four_stages() -> None:
    assert STAGES == ["dev", "local", "prod", "staging"]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stages_file_makes_a_stage_that_aws_would_take(stage: str) -> None:
    planned = plan_stage(REPO_ROOT, stage)

    assert (planned.refusals, planned.limits) == ([], [])


def test_only_production_refuses_to_lose_its_tables() -> None:
    protected = {
        stage
        for stage in STAGES
        for resource in plan_stage(REPO_ROOT, stage).resources
        if resource.inputs.get("deletionProtectionEnabled") is True
    }

    assert protected == {"prod"}

"""The workflows run what was run here, each with the rights that it needs and no more."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.docs.command_checks import wrong
from tests.docs.shell_commands import commands
from tests.support.repository import REPO_ROOT
from tests.workflows.files import FILES, Job, events, job, jobs, scripts, used, workflows

RIGHTS = {
    "deploy-stage/preview": {"id-token": "write"},
    "deploy-stage/up": {"id-token": "write"},
    "deploy/dev": {"id-token": "write"},
    "deploy/prod": {"id-token": "write"},
    "deploy/staging": {"id-token": "write"},
    "drift-stage/drift": {"id-token": "write"},
    "drift/dev": {"id-token": "write"},
    "drift/prod": {"id-token": "write"},
    "drift/staging": {"id-token": "write"},
    "preview-stage/preview": {"id-token": "write"},
    "preview/comment": {"pull-requests": "write"},
    "preview/dev": {"id-token": "write"},
    "preview/prod": {"id-token": "write"},
    "preview/staging": {"id-token": "write"},
    "release/publish": {"attestations": "write", "contents": "write", "id-token": "write"},
    "review-comment/comment": {"pull-requests": "write"},
}
"""Every right to write, and to be given a role, by job."""
STAGES = ["dev", "staging", "prod"]
OTHER_COMMANDS = {"cat", "gh", ".ci/run"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_action_is_pinned_by_its_commit_and_says_its_version(file: Path) -> None:
    foreign = [one for one in used(file.read_text()) if not one.startswith("./")]

    assert [
        one for one in foreign if not re.fullmatch(r"\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []


def test_one_action_has_one_version() -> None:
    pins = {one for file in FILES for one in used(file.read_text()) if not one.startswith("./")}

    assert len(pins) == len({one.partition("@")[0] for one in pins}) > 5


def test_no_workflow_runs_foreign_code_with_rights() -> None:
    assert [name for name in workflows() if "pull_request_target" in events(name)] == []
    assert [name for name in workflows() if "workflow_run" in events(name)] == ["review-comment"]


@pytest.mark.parametrize("one", jobs(), ids=str)
def test_a_job_has_the_rights_that_are_listed_here_and_no_more(one: Job) -> None:
    assert workflows()[one.workflow]["permissions"] == {}
    assert "permissions" in one.body
    writes = {name: right for name, right in one.permissions.items() if right != "read"}
    assert writes == RIGHTS.get(str(one), {})


@pytest.mark.parametrize("one", [one for one in jobs() if not one.called], ids=str)
def test_a_job_ends_in_time_on_a_named_machine(one: Job) -> None:
    assert one.body["timeout-minutes"] <= 60
    assert one.body["runs-on"] == "ubuntu-24.04"


def test_what_may_write_checks_out_nothing_of_the_pull_request() -> None:
    refs = {
        str(one): [step["with"].get("ref") for step in one.steps if _is_checkout(step)]
        for one in jobs()
        if {"contents", "pull-requests"} & RIGHTS.get(str(one), {}).keys()
    }

    assert refs == {
        "preview/comment": ["${{ github.event.pull_request.base.sha }}"],
        "release/publish": [],
        "review-comment/comment": [None],  # main, when another run has ended
    }


def test_no_checkout_leaves_its_token_behind() -> None:
    checkouts = [step for one in jobs() for step in one.steps if _is_checkout(step)]

    assert len(checkouts) > 8
    assert [step for step in checkouts if step["with"]["persist-credentials"] is not False] == []


def test_a_job_that_runs_again_replaces_what_it_uploaded() -> None:
    uploads = [
        step["with"]
        for one in jobs()
        for step in one.steps
        if str(step.get("uses")).startswith("actions/upload-artifact@")
    ]

    assert len(uploads) == 3
    assert [one["name"] for one in uploads if one.get("overwrite") is not True] == []


def test_no_expression_is_pasted_into_a_script() -> None:
    assert [(str(one), script) for one, script in scripts() if "${{" in script] == []


def test_each_step_is_a_command_that_there_is() -> None:
    problems = {}
    names = set()
    for one, script in scripts():
        for command in commands(str(one), f"```sh\n{script}\n```\n"):
            names.add(
                " ".join(command.words[:2]) if command.words[0] == "make" else command.words[0]
            )
            if command.words[0] not in OTHER_COMMANDS and (found := wrong(command)):
                problems[f"{one}: {command}"] = found

    assert problems == {}
    assert names == OTHER_COMMANDS | {
        "make comment", "make drift", "make lint-workflows", "make pulumi-preview",
        "make pulumi-up", "make release", "make review", "make test-client", "make verify",
    }  # fmt: skip


def test_each_shell_variable_of_a_script_is_given_to_it() -> None:
    lacking = []
    for one in jobs():
        for step in one.steps:
            read = set(re.findall(r"\$\{?([A-Z_]+)", str(step.get("run", ""))))
            given = {*step.get("env", {}), "RUNNER_TEMP", "GITHUB_STEP_SUMMARY"}
            lacking += [(str(one), name) for name in read - given]

    assert lacking == []


def test_the_matrices_are_the_versions_that_the_project_supports() -> None:
    python = job("checks", "python").body["strategy"]["matrix"]["python"]
    node = job("checks", "client").body["strategy"]["matrix"]["node"]
    project = tomllib.loads((REPO_ROOT / "pyproject.toml").read_text())["project"]
    client = json.loads((REPO_ROOT / "client" / "package.json").read_text())

    assert python == ["3.11", "3.12", "3.13"]
    assert node == ["18", "20", "22"]
    assert project["requires-python"] == f">={python[0]}"
    assert client["engines"]["node"] == f">={node[0]}"


@pytest.mark.parametrize(
    "one", [one for one in jobs() if one.called.endswith("-stage.yml")], ids=str
)
def test_a_job_on_a_stage_is_inert_until_the_variables_name_its_roles(one: Job) -> None:
    roles = [value for name, value in one.body["with"].items() if name.endswith("role")]
    variables = [
        found[1] for value in roles if (found := re.search(r"\{\{ (vars\.\w+) \}\}", value))
    ]

    if one.workflow == "deploy-stage":  # whoever calls it has asked
        assert roles == ["${{ inputs.preview-role }}"]
    else:
        assert len(variables) == len(roles) > 0
        assert [name for name in variables if f"{name} != ''" not in one.body["if"]] == []
        assert all(name.endswith(f"_ROLE_{one.name.upper()}") for name in variables)
        assert one.body["with"]["stage"] == one.name


@pytest.mark.parametrize(
    "one", [one for one in jobs() if one.called.endswith("-stage.yml")], ids=str
)
def test_a_stage_has_its_state_to_itself(one: Job) -> None:
    """One bucket for all would let the role that deploys dev write the state of prod."""
    own = f"${{{{ vars.PULUMI_BACKEND_URL_{one.name.upper()} }}}}"

    passed_on = one.workflow == "deploy-stage"
    assert one.body["with"]["backend"] == ("${{ inputs.backend }}" if passed_on else own)
    assert [
        name for name in workflows() if "vars.PULUMI_BACKEND_URL }}" in str(workflows()[name])
    ] == []


def test_only_a_job_on_a_stage_gets_a_role() -> None:
    holders = {
        str(one)
        for one in jobs()
        if any("pulumi-on-aws" in str(step.get("uses")) for step in one.steps)
    }

    assert holders == {"deploy-stage/up", "drift-stage/drift", "preview-stage/preview"}
    assert {
        events(name).keys() == {"workflow_call"}
        for name in ("deploy-stage", "drift-stage", "preview-stage")
    } == {True}


def test_a_preview_is_for_branches_of_this_repository_only() -> None:
    for stage in STAGES:
        condition = job("preview", stage).body["if"]
        assert "github.event.pull_request.head.repo.full_name == github.repository" in condition


def test_main_goes_from_stage_to_stage_and_only_after_the_checks() -> None:
    needs = {one.name: one.body.get("needs") for one in jobs() if one.workflow == "deploy"}

    assert needs == {"checks": None, "dev": "checks", "staging": "dev", "prod": "staging"}
    assert events("deploy") == {"push": {"branches": ["main"]}}
    up = job("deploy-stage", "up").body
    assert up["needs"] == "preview"
    assert up["steps"][0]["with"]["fetch-depth"] == 0  # an older commit is refused by the history
    assert up["environment"] == "${{ inputs.stage }}"
    assert up["concurrency"] == {"group": "stage-${{ inputs.stage }}", "cancel-in-progress": False}


@pytest.mark.parametrize("workflow", ["deploy", "drift", "preview"])
def test_a_workflow_knows_every_stage_that_has_settings(workflow: str) -> None:
    there = {path.name.split(".")[1] for path in REPO_ROOT.glob("Pulumi.*.yaml")} - {
        "local",
        "yaml",
    }
    stages = {
        one.body["with"]["stage"]
        for one in jobs()
        if one.workflow == workflow and one.called.endswith("-stage.yml")
    }

    assert stages == there == set(STAGES)


def test_the_pulumi_of_the_workflows_is_that_of_the_program() -> None:
    action = yaml.safe_load((REPO_ROOT / ".github/actions/pulumi-on-aws/action.yml").read_text())
    (cli,) = [step for step in action["runs"]["steps"] if step["uses"].startswith("pulumi/")]
    (sdk,) = re.findall(r"^pulumi==(\S+)$", (REPO_ROOT / "requirements.txt").read_text(), re.M)

    assert cli["with"]["pulumi-version"] == sdk


def _is_checkout(step: object) -> bool:
    return isinstance(step, dict) and str(step.get("uses")).startswith("actions/checkout@")

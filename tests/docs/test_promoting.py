"""docs/promoting.md: its rights are actions of AWS, its workflows and variables are ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from string import Template
from typing import Any

import pytest

from tests.docs.aws_cli import model
from tests.docs.pages import fenced
from tests.support.recorded_program import record_stage
from tests.support.repository import REPO_ROOT
from tests.workflows.files import FILES, events, job, workflows

TEXT = (REPO_ROOT / "docs" / "promoting.md").read_text()
VARIABLES = {
    "SUBJECT": "repo:your-company@123456/realtime-checkout@789012", "ACCOUNT": "123456789012",
    "STAGE": "dev", "BUCKET": "state", "KEY": "arn:aws:kms:us-east-1:123456789012:key/1",
    "TEAM": "1234567",
}  # fmt: skip
FILES_OF_PAGE = {
    name: json.loads(Template(text).substitute(VARIABLES))
    for name, text in re.findall(r"cat > (\S+) <<EOF\n(.*?)\nEOF", TEXT, re.DOTALL)
}
SERVICES = {"states": "stepfunctions"}
"""An action's prefix -> the service's name, where they differ."""
NO_OPERATION = {"apigateway:GET", "s3:ListBucket"}
"""Actions that stand for several operations, from AWS's service authorization reference."""
OF_A_KIND = {"apigateway": "apigateway", "apigatewayv2": "apigateway", "cognito": "cognito-idp",
             "sfn": "states"}  # fmt: skip
EVENT_KINDS = {"eventBus", "eventRule", "eventTarget"}


def actions(name: str) -> Iterator[str]:
    for statement in FILES_OF_PAGE[name]["Statement"]:
        listed = statement["Action"]
        yield from [listed] if isinstance(listed, str) else listed


def subjects(name: str) -> list[str]:
    (statement,) = FILES_OF_PAGE[name]["Statement"]
    condition = statement["Condition"]["StringEquals"]
    assert condition.pop("token.actions.githubusercontent.com:aud") == "sts.amazonaws.com"
    ((key, found),) = condition.items()
    assert key == "token.actions.githubusercontent.com:sub"
    prefix = f"{VARIABLES['SUBJECT']}:"
    listed = [found] if isinstance(found, str) else found
    assert all(one.startswith(prefix) for one in listed)
    return [one.removeprefix(prefix) for one in listed]


@pytest.mark.parametrize("name", ["preview-rights.json", "deploy-rights.json"])
def test_each_right_is_an_action_that_aws_has(name: str) -> None:
    wrong = []
    for action in actions(name):
        prefix, _, operation = action.partition(":")
        known = model(SERVICES.get(prefix, prefix)).operation_names
        if operation != "*" and action not in NO_OPERATION and operation not in known:
            wrong.append(action)

    assert wrong == []


def test_the_reading_role_changes_nothing_and_reads_nothing_of_customers() -> None:
    operations = [one.partition(":")[2] for one in actions("preview-rights.json")]
    verbs = {"".join(re.findall(r"^(?:[A-Z]+$|[A-Z][a-z]+)", one)) for one in operations}

    # A preview has AWS validate a definition that changes, which stores nothing.
    assert "states:ValidateStateMachineDefinition" in actions("preview-rights.json")
    assert verbs == {"Decrypt", "Describe", "GET", "Get", "List", "Validate"}
    content = {
        "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "logs:GetLogEvents",
        "logs:FilterLogEvents", "sqs:ReceiveMessage", "states:GetExecutionHistory",
        "cognito-idp:ListUsers",
    }  # fmt: skip
    assert content.isdisjoint(actions("preview-rights.json"))


@pytest.mark.parametrize("name", ["preview-rights.json", "deploy-rights.json"])
def test_the_roles_reach_every_service_that_the_program_uses(name: str) -> None:
    services = set()
    for one in record_stage().resources:
        if found := re.match(r"aws:(\w+)/(\w+):", one.type):
            service = "events" if found[2] in EVENT_KINDS else found[1]
            service = "logs" if found[2] == "logGroup" else service
            services.add(OF_A_KIND.get(service, service))

    assert services - {"iam"} <= {one.partition(":")[0] for one in actions(name)}
    assert len(services) > 8
    assert any(one.startswith("iam:") for one in actions(name))


def test_the_deploying_role_makes_no_role_but_the_stages_own() -> None:
    statements = FILES_OF_PAGE["deploy-rights.json"]["Statement"]
    wide = [one for one in statements if one["Resource"] == "*"]
    (own,) = [one for one in statements if one["Action"] == "iam:*"]

    assert not [action for one in wide for action in one["Action"] if action.startswith("iam")]
    assert own["Resource"] == "arn:aws:iam::123456789012:role/dev-*"
    # In an account that never had an API, API Gateway makes a role of its own for the caller.
    (linked,) = [one for one in statements if one["Action"] == "iam:CreateServiceLinkedRole"]
    assert linked["Resource"].endswith(":role/aws-service-role/ops.apigateway.amazonaws.com/*")
    assert "pattern: ${stack}-${name}-${hex(7)}" in (REPO_ROOT / "Pulumi.yaml").read_text()


def test_each_role_is_for_the_jobs_that_take_it() -> None:
    assert subjects("preview-trust.json") == ["pull_request", "ref:refs/heads/main"]
    assert subjects("deploy-trust.json") == ["environment:dev"]
    assert "environment" not in job("preview-stage", "preview").body
    assert job("deploy-stage", "up").body["environment"] == "${{ inputs.stage }}"
    assert events("deploy") == {"push": {"branches": ["main"]}}


def test_no_stage_shares_its_state_or_its_key_with_another_one() -> None:
    named = dict(re.findall(r"^(\w+)=(\S+)$", fenced(TEXT, "console")[1], re.MULTILINE))

    assert named["BUCKET"].endswith("-$STAGE")
    assert "--alias-name alias/pulumi-$STAGE" in TEXT.replace('"', "")
    assert "awskms://alias/pulumi-$STAGE?" in TEXT


def test_the_key_is_made_in_the_region_in_which_pulumi_asks_for_it() -> None:
    made = re.findall(r"aws kms .*", TEXT)

    assert len(made) == 2
    assert [one for one in made if '--region "$REGION"' not in one] == []


def test_the_variables_of_the_page_are_those_of_the_workflows() -> None:
    told = set(re.findall(r"gh variable set (\w+)", TEXT))
    told |= {one.replace("DEV", stage) for one in told for stage in ("STAGING", "PROD")}
    read = {name for file in FILES for name in re.findall(r"vars\.(\w+)", file.read_text())}

    assert read == told


def test_every_workflow_that_something_starts_is_in_the_table() -> None:
    table = TEXT.split("## What runs when", 1)[1].split("\n\n", 2)[1]
    rows = {row.split("|")[2].strip(" `"): row for row in table.splitlines()[2:]}
    started = {name for name in workflows() if set(events(name)) != {"workflow_call"}}

    assert rows.keys() == started
    assert "Python 3.11 to 3.13" in rows["checks"]
    assert "Node.js 18 to 22" in rows["checks"]


def test_the_keyboards_commands_are_those_of_the_workflows() -> None:
    typed = {line.split()[1] for line in fenced(TEXT, "console")[0].splitlines()}

    assert typed == {"pulumi-preview", "pulumi-up", "verify", "drift"}


def test_the_environment_is_for_main_and_for_a_team_and_made_before_a_role_trusts_it() -> None:
    """Protected branches only would be all branches of a repository without a protection rule."""
    environment: dict[str, Any] = FILES_OF_PAGE["environment.json"]

    assert environment["deployment_branch_policy"] == {
        "protected_branches": False, "custom_branch_policies": True,
    }  # fmt: skip
    assert 'environments/$STAGE/deployment-branch-policies" -f name=main' in TEXT
    assert environment["prevent_self_review"] is True
    assert [one["type"] for one in environment["reviewers"]] == ["Team"]
    assert list(FILES_OF_PAGE) == [
        "main.json", "environment.json", "preview-trust.json", "preview-rights.json",
        "deploy-trust.json", "deploy-rights.json",
    ]  # fmt: skip


def test_what_main_requires_are_the_jobs_of_a_pull_request_that_anyone_may_run() -> None:
    names = []
    for workflow in ("checks", "review"):
        assert "pull_request" in events(workflow)
        for one in workflows()[workflow]["jobs"].values():
            ((key, values),) = one.get("strategy", {}).get("matrix", {"": [""]}).items()
            names += [one["name"].replace(f"${{{{ matrix.{key} }}}}", value) for value in values]

    required: dict[str, Any] = FILES_OF_PAGE["main.json"]
    assert required["required_status_checks"]["contexts"] == names
    assert required["enforce_admins"] is True

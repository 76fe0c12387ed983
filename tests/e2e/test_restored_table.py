"""The runbook's steps for a restored events table, carried out on a stage.

The stage has no Pulumi state: where the runbook says `pulumi up`, the test gives the functions the
new table's name, as `pulumi up` does.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator

import pytest

from local.local_stage import LocalStage
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage
from tests.support.aws_commands import aws_commands, run
from tests.support.producer import an_event, push
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")
RUNBOOK = (REPO_ROOT / "docs" / "runbook.md").read_text()
RESTORE, WAIT, CHECK = aws_commands(RUNBOOK, "**The events table**")


def use_table(stage: LocalStage, old: str, new: str) -> None:
    """What `pulumi up` does to functions and roles once the state has the new table."""
    functions, iam = stage.client("lambda"), stage.client("iam")
    for name, environment in users_of(stage, old).items():
        arn = functions.get_function_configuration(FunctionName=name)["Role"]
        role = arn.rpartition("/")[2]
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            changed = json.dumps(document).replace(f":table/{old}", f":table/{new}")
            iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=changed)
        environment["EVENTS_TABLE"] = new
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": environment}
        )


def users_of(stage: LocalStage, table: str) -> dict[str, dict[str, str]]:
    """Functions whose environment names the table, and their environments."""
    listed = run(stage, CHECK, {"TABLE": table})["Functions"]
    environments = {f["FunctionName"]: f.get("Environment", {})["Variables"] for f in listed}
    return {n: v for n, v in environments.items() if v.get("EVENTS_TABLE") == table}


@pytest.fixture
def restored(stage: LocalStage) -> Iterator[str]:
    """Name of a table to restore into. Afterwards the stage has its own table again."""
    name = f"restored-{secrets.token_hex(4)}"
    yield name
    use_table(stage, name, stage.outputs["events_table"])


@pytest.fixture
def page(grace: Buyer) -> Iterator[OpenPage]:
    opened = grace.open_page()
    yield opened
    opened.close()


def test_a_page_hears_of_the_restore_and_of_every_event_after_it(
    stage: LocalStage, grace: Buyer, page: OpenPage, restored: str
) -> None:
    def tell(subject: str) -> tuple[int, str]:
        """Push an event; its number and epoch as the open page got them."""
        answer = push(stage, {"userId": grace.user_id, "event": an_event(subject=subject)})
        assert answer.get("stored"), answer
        frame = page.wait_for("return.received", subject).frame
        return int(frame["sequence"]), frame["epoch"]

    table = stage.outputs["events_table"]
    number, before = tell("before")
    time_now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    variables = {"TABLE": table, "RESTORED": restored, "TIME": time_now}
    run(stage, RESTORE, variables)
    run(stage, WAIT, variables)
    assert tell("lost by the restore") == (number + 1, before)

    assert len(users_of(stage, table)) >= 3
    use_table(stage, table, restored)
    assert users_of(stage, table) == {}

    again, after = tell("after")
    assert again == number + 1
    assert after != before
    stored = stage.client("dynamodb").scan(TableName=restored)["Items"]
    assert not [item for item in stored if "epoch" in str(item)]

"""A record is the same for the same program, holds no secret, and knows archives by content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from local.aws_provider import SECRET, RecordedProgram, changes
from local.plan import plan_stage
from local.preview import preview
from local.program import RegisteredResource
from local.program.wire import Archive, Asset
from local.record_program import recorded
from tests.support.repository import REPO_ROOT

URN = "urn:pulumi:dev::shop::aws:lambda/function:Function::it"


def registered(name: str = "it", **fields: Any) -> RegisteredResource:
    resource = RegisteredResource(
        "aws:lambda/function:Function", name, URN.replace("::it", f"::{name}"), "", True, {}, []
    )
    for field, value in fields.items():
        setattr(resource, field, value)
    return resource


def inputs_of(resource: RegisteredResource, folder: Path) -> dict[str, Any]:
    return dict(recorded([resource], folder).resources[resource.urn].inputs)


def test_two_plans_of_the_program_give_the_same_record(tmp_path: Path) -> None:
    """Ids and the order of registration differ from plan to plan."""
    first, second = (recorded(plan_stage(REPO_ROOT, "dev").resources, REPO_ROOT) for _ in range(2))

    # A Deployment's trigger is a digest of such ids.
    differ = [change.name for change in changes(first, second)]
    assert [name for name in differ if "deployment" not in name and "api-stage" not in name] == []
    assert str(REPO_ROOT) not in first.to_json()


def test_the_record_says_which_properties_come_from_other_resources() -> None:
    record = recorded(plan_stage(REPO_ROOT, "dev").resources, REPO_ROOT)
    by_name = {urn.rpartition("::")[2]: one for urn, one in record.resources.items()}

    route = by_name["notifier-resume-route"]
    assert route.inputs["apiId"] == "{notifier-api}"
    assert [urn.rpartition("::")[2] for urn in route.sources["apiId"]] == ["notifier-api"]


def test_a_secret_is_masked() -> None:
    resource = registered(inputs={"environment": {"KEY": "hunter2"}}, secrets=["environment"])

    assert "hunter2" not in recorded([resource], Path()).to_json()
    assert inputs_of(resource, Path()) == {"environment": SECRET}


def test_a_program_s_secret_is_masked(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi, pulumi_aws as aws\n"
        "aws.sqs.Queue('jobs', tags={'key': pulumi.Output.secret('hunter2')})\n"
    )

    record = recorded(plan_stage(tmp_path, "dev").resources, tmp_path)

    ((_, queue),) = record.resources.items()
    assert queue.inputs == {"tags": SECRET}


def test_a_program_s_aliases_are_urns(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi, pulumi_aws as aws\n"
        "class Team(pulumi.ComponentResource):\n"
        "    def __init__(self, name):\n"
        "        super().__init__('team:index:Team', name)\n"
        "        aws.sqs.Queue('jobs', opts=pulumi.ResourceOptions(parent=self, aliases=[\n"
        "            pulumi.Alias(name='work'), pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE),\n"
        "            'urn:pulumi:dev::shop::aws:sqs/queue:Queue::given']))\n"
        "Team('ours')\n"
    )

    record = recorded(plan_stage(tmp_path, "dev").resources, tmp_path)

    ((_, queue),) = record.resources.items()
    assert sorted(queue.aliases) == [
        "urn:pulumi:dev::shop::aws:sqs/queue:Queue::given",
        "urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs",
        "urn:pulumi:dev::shop::team:index:Team$aws:sqs/queue:Queue::work",
    ]


def test_an_archive_counts_by_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "same.py").write_text("1")

    def code(name: str, path: str) -> object:
        return inputs_of(
            registered(inputs={"code": Archive(None, {name: Asset(path, None)})}), tmp_path
        )

    assert code("a.py", "a.py") == code("a.py", "same.py")
    assert code("a.py", "a.py") != code("b.py", "a.py")
    (tmp_path / "same.py").write_text("2")
    assert code("a.py", "a.py") != code("a.py", "same.py")


def test_a_folder_counts_wherever_it_lies(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "inside").mkdir(parents=True)
        (tmp_path / name / "inside" / "x.py").write_text("1")

    one, two = (
        inputs_of(registered(inputs={"code": Archive(name, None)}), tmp_path)
        for name in ("one", str(tmp_path / "two"))
    )
    assert one == two
    assert json.dumps(one).startswith('{"code": {"archive": "sha256:')


def test_components_are_left_out() -> None:
    component = registered(custom=False)
    assert recorded([component], Path()) == RecordedProgram({})


def test_a_component_renamed_with_an_alias_keeps_its_children(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")

    def program(name: str, aliases: str) -> RecordedProgram:
        (tmp_path / "__main__.py").write_text(
            "import pulumi, pulumi_aws as aws\n"
            "class Team(pulumi.ComponentResource):\n"
            "    def __init__(self, name, opts=None):\n"
            "        super().__init__('team:index:Team', name, None, opts)\n"
            "        self.opts = pulumi.ResourceOptions(parent=self)\n"
            "        api = aws.apigatewayv2.Api(f'{name}-api', protocol_type='HTTP',\n"
            "                                   opts=self.opts)\n"
            "        aws.apigatewayv2.Stage(f'{name}-stage', api_id=api.id, name='$default',\n"
            "                               opts=self.opts)\n"
            "        aws.dynamodb.Table(f'{name}-rows', hash_key='id',\n"
            "            attributes=[{'name': 'id', 'type': 'S'}],\n"
            "            billing_mode='PAY_PER_REQUEST', opts=self.opts)\n"
            f"Team('{name}', pulumi.ResourceOptions(aliases=[{aliases}]))\n"
        )
        return recorded(plan_stage(tmp_path, "dev").resources, tmp_path)

    before = program("ours", "")

    assert [one.kind.name for one in changes(before, program("theirs", ""))] != []
    assert changes(before, program("theirs", "pulumi.Alias(name='ours')")) == []


def test_another_naming_pattern_changes_nothing(tmp_path: Path) -> None:
    """What is deployed keeps its name: the pattern counts when a resource is created."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi_aws as aws\n"
        "role = aws.iam.Role('runner', assume_role_policy='{}')\n"
        "aws.iam.RolePolicyAttachment('read', role=role.name, policy_arn='arn:aws:iam::aws:x')\n"
        "table = aws.dynamodb.Table('rows', hash_key='id', billing_mode='PAY_PER_REQUEST',\n"
        "    attributes=[{'name': 'id', 'type': 'S'}])\n"
        "queue = aws.sqs.Queue('jobs', tags={'rows': table.arn, 'name': table.name})\n"
        "aws.sqs.QueuePolicy('may', queue_url=queue.url, policy='{}')\n"
    )

    def program(pattern: str) -> RecordedProgram:
        (tmp_path / "Pulumi.dev.yaml").write_text(
            f"config:\n  pulumi:autonaming:\n    pattern: {pattern}\n"
        )
        return recorded(plan_stage(tmp_path, "dev").resources, tmp_path)

    before, after = program("${name}-${hex(7)}"), program("${stack}-${name}-${hex(7)}")

    assert changes(before, after) == []
    assert before.to_json() == after.to_json()


def test_what_a_program_only_reads_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi_aws as aws\naws.sns.Topic.get('theirs', 'arn:aws:sns:x')\n"
    )

    shown = preview(tmp_path, "dev")

    assert shown.record == RecordedProgram({})
    assert "theirs" not in shown.text

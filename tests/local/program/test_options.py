"""The options of a registration arrive as the program gave them."""

from __future__ import annotations

from pathlib import Path

from local.program import Options, RegisteredResource
from tests.local.program.test_program import Recorder, run


def registered(tmp_path: Path, options: str) -> RegisteredResource:
    source = (
        "box = pulumi.ComponentResource('a:b:Box', 'box')\n"
        f"queue = aws.sqs.Queue('queue', opts=pulumi.ResourceOptions(parent=box, {options}))\n"
    )
    (found,) = [r for r in run(tmp_path, source, Recorder()).resources if r.name == "queue"]
    return found


def test_what_the_program_does_not_say_is_not_false(tmp_path: Path) -> None:
    assert registered(tmp_path, "").options == Options()


def test_each_option_is_recorded(tmp_path: Path) -> None:
    given = registered(
        tmp_path,
        "protect=False, retain_on_delete=True, ignore_changes=['tags'], "
        "replace_on_changes=['name'], additional_secret_outputs=['arn'], "
        "delete_before_replace=True, custom_timeouts=pulumi.CustomTimeouts(delete='5m'), "
        "provider=aws.Provider('far', region='eu-west-1')",
    ).options

    assert given.provider.split("::")[-2:] == ["far", "far-id"]
    assert given == Options(
        protect=False,
        retain_on_delete=True,
        provider=given.provider,
        ignore_changes=("tags",),
        replace_on_changes=("name",),
        additional_secret_outputs=("arn",),
        delete_before_replace=True,
        timeouts=("", "", "5m"),
    )


def test_an_alias_is_the_urn_that_the_resource_had(tmp_path: Path) -> None:
    given = registered(
        tmp_path,
        "aliases=[pulumi.Alias(name='older'), pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]",
    )

    assert given.urn == "urn:pulumi:local::trial::a:b:Box$aws:sqs/queue:Queue::queue"
    assert given.options.aliases == (
        "urn:pulumi:local::trial::a:b:Box$aws:sqs/queue:Queue::older",
        "urn:pulumi:local::trial::aws:sqs/queue:Queue::queue",
    )

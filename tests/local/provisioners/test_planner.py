"""A planned resource looks like AWS's: the refusals and the program can read it."""

from __future__ import annotations

from pathlib import Path

from local.program.wire import Archive
from local.provisioners import Planner


def test_placeholders_follow_awss_naming(tmp_path: Path) -> None:
    planner = Planner("us-east-1", tmp_path)

    role = planner.create("aws:iam/role:Role", "runner", {"assumeRolePolicy": "{}"})
    queue = planner.create("aws:sqs/queue:Queue", "jobs", {})
    api = planner.create("aws:apigatewayv2/api:Api", "live", {"protocolType": "WEBSOCKET"})
    stage = planner.create(
        "aws:apigatewayv2/stage:Stage", "live-stage", {"apiId": api.id, "name": "live"}
    )
    function = planner.create(
        "aws:lambda/function:Function",
        "work",
        {"runtime": "python3.13", "handler": "a.b", "role": "r", "code": Archive(None, {})},
    )

    assert role.outputs["arn"] == "arn:aws:iam::000000000000:role/runner-xxxxxxx"
    assert queue.outputs["arn"] == "arn:aws:sqs:us-east-1:000000000000:jobs-xxxxxxx"
    assert queue.id == "https://sqs.us-east-1.amazonaws.com/000000000000/jobs-xxxxxxx"
    assert api.outputs["executionArn"].endswith(f":execute-api:us-east-1:000000000000:{api.id}")
    assert stage.outputs["invokeUrl"] == (
        f"wss://{api.id}.execute-api.us-east-1.amazonaws.com/live"
    )
    assert function.outputs["invokeArn"].endswith(":function:work-xxxxxxx/invocations")
    assert planner.limits == []


def test_resources_of_one_name_under_two_parents_stay_apart(tmp_path: Path) -> None:
    planner = Planner("us-east-1", tmp_path)

    first, second = (planner.create("aws:sqs/queue:Queue", "jobs", {}) for _ in range(2))

    assert first.outputs["arn"] != second.outputs["arn"]
    assert len(first.outputs["name"]) == len(second.outputs["name"])


def test_what_the_local_stage_cannot_do_is_collected_and_still_planned(tmp_path: Path) -> None:
    planner = Planner("us-east-1", tmp_path)

    stream = planner.create("aws:kinesis/stream:Stream", "events", {})
    queue = planner.create("aws:sqs/queue:Queue", "jobs", {"fifoQueue": True})
    answer = planner.invoke("aws:ec2/getVpc:getVpc", {})

    assert stream.outputs["arn"] == "arn:aws:kinesis:us-east-1:000000000000:events-xxxxxxx"
    assert queue.outputs["url"] == queue.id
    assert answer == {"id": "aws:ec2/getVpc:getVpc"}
    unknown, unhandled, lookup = planner.limits
    assert "add a function decorated with @creates('aws:kinesis/stream:Stream')" in unknown
    assert "aws:sqs/queue:Queue 'jobs' sets fifoQueue" in unhandled
    assert "cannot answer aws:ec2/getVpc:getVpc" in lookup
    assert planner.refusals == []


def test_a_value_that_awss_model_forbids_is_a_refusal_in_one_line(tmp_path: Path) -> None:
    planner = Planner("us-east-1", tmp_path)

    planner.create("aws:sqs/queuePolicy:QueuePolicy", "policy", {"queueUrl": 3, "policy": "{}"})

    (refusal,) = planner.refusals
    assert refusal.startswith(
        "aws:sqs/queuePolicy:QueuePolicy 'policy': Parameter validation failed: Invalid type for "
        "parameter QueueUrl, value: 3"
    )
    assert "\n" not in refusal
    assert planner.limits == []

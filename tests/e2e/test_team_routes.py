"""A team's own action on a local stage: the function gets the frame, and who sent it."""

from __future__ import annotations

import json
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from local.emulator.process import Emulator
from local.placeholders import REGION
from local.plan import refusals_of
from local.program import Program
from local.provisioners import AwsProvisioner
from tests.support.repository import REPO_ROOT

pytestmark = pytest.mark.xdist_group("stage")

PROGRAM = """
import json, sys

sys.path.insert(0, {root!r})

import pulumi, pulumi_aws as aws
from components import RealtimeNotifier

TRUST = {{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole",
    "Principal": {{"Service": "lambda.amazonaws.com"}}}}]}}
inbox = aws.sqs.Queue("inbox")
role = aws.iam.Role("role", assume_role_policy=json.dumps(TRUST))
aws.iam.RolePolicy("policy", role=role.name, policy=pulumi.Output.json_dumps({{
    "Version": "2012-10-17", "Statement": [
        {{"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [inbox.arn]}}]}}))
code = pulumi.AssetArchive({{"team.py": pulumi.FileAsset("team.py")}})


def function(name):
    return aws.lambda_.Function(name, role=role.arn, runtime="python3.13", code=code,
        handler="team." + name, environment={{"variables": {{"INBOX": inbox.url}}}})


notifier = RealtimeNotifier("notifier", {{
    "allowed_origins": ["https://shop.example.com"],
    "authorizer": function("authorize").arn,
    "routes": {{"note": function("note").arn}},
}})
pulumi.export("websocket_url", notifier.websocket_url)
pulumi.export("inbox", inbox.url)
"""
FUNCTIONS = """
import json, os

import boto3


def authorize(event, context):
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "ada", "policyDocument": policy, "context": {"userId": "ada"}}


def note(event, context):
    said = {"userId": event["requestContext"]["authorizer"]["userId"],
            "route": event["requestContext"]["routeKey"], "frame": json.loads(event["body"])}
    boto3.client("sqs").send_message(QueueUrl=os.environ["INBOX"], MessageBody=json.dumps(said))
    return {"statusCode": 200, "body": "not sent"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: team\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    (tmp_path / "team.py").write_text(textwrap.dedent(FUNCTIONS))
    (tmp_path / "__main__.py").write_text(PROGRAM.format(root=str(REPO_ROOT)))
    return tmp_path


def test_the_function_learns_the_user_from_the_handshake_and_its_answer_is_not_sent(
    project: Path,
) -> None:
    frame = {"action": "note", "userId": "eve", "text": "hello"}
    with Emulator(REGION) as emulator, Program(project, "dev") as program:
        emulator.wait_until_ready()
        provisioner = AwsProvisioner(emulator.endpoint_url, REGION, project)
        result = program.run(provisioner)
        with connect(
            result.exports["websocket_url"],
            subprotocols=[Subprotocol("realtime.v1")],
            proxy=None,
        ) as socket:
            socket.send(json.dumps(frame))
            got = received(provisioner.client("sqs"), result.exports["inbox"])
            socket.send(json.dumps({"action": "ping"}))
            answer = json.loads(socket.recv(timeout=30))

    assert refusals_of(program, result.resources) == []
    assert got == {"userId": "ada", "route": "note", "frame": frame}
    assert answer == {"type": "realtime.pong"}


def received(sqs: Any, url: str) -> dict[str, Any]:
    """The first message of the queue."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        messages = sqs.receive_message(QueueUrl=url).get("Messages")
        if messages:
            found: dict[str, Any] = json.loads(messages[0]["Body"])
            return found
        time.sleep(0.1)
    raise AssertionError("the function was not invoked")

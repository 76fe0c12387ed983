"""A small shop in a git repository, and a change of it with everything that a reviewer fears."""

from __future__ import annotations

from pathlib import Path

from tests.support.git_repository import commit, new_repository, run_git

PULUMI = "name: shop\nruntime: python\nconfig:\n  window:\n    type: integer\n    default: 24\n"
STAGE = "config:\n  aws:region: us-east-1\n"
PROGRAM = """\
import json
import pulumi
import pulumi_aws as aws

trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "lambda.amazonaws.com"}}]}
stage = pulumi.get_stack()
print("a program that prints")
orders = aws.dynamodb.Table(
    "orders", billing_mode="PAY_PER_REQUEST", hash_key="id",
    attributes=[{"name": "id", "type": "S"}], tags={"stage": stage})
jobs = aws.sqs.Queue("jobs", visibility_timeout_seconds=60, sqs_managed_sse_enabled=True,
                     opts=pulumi.ResourceOptions(protect=True, ignore_changes=["tags"]))
role = aws.iam.Role("worker-role", assume_role_policy=json.dumps(trust))
may = {"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": orders.arn}
aws.iam.RolePolicy("worker-policy", role=role.name, policy=pulumi.Output.json_dumps(
    {"Version": "2012-10-17", "Statement": [may]}))
worker = aws.lambda_.Function(
    "worker", role=role.arn, runtime="python3.13", handler="worker.handler", timeout=10,
    code=pulumi.AssetArchive({"worker.py": pulumi.FileAsset("worker.py")}),
    environment={"variables": {"NAMESPACE": f"Shop/{stage}"}})
aws.lambda_.EventSourceMapping("worker-jobs", event_source_arn=jobs.arn, function_name=worker.arn)
api = aws.apigatewayv2.Api("api", protocol_type="HTTP")
to_worker = aws.apigatewayv2.Integration(
    "to-worker", api_id=api.id, integration_type="AWS_PROXY", integration_uri=worker.invoke_arn)
for key in ("GET /products", "POST /orders"):
    aws.apigatewayv2.Route(
        key.lower().replace(" /", "-"), api_id=api.id, route_key=key,
        target=pulumi.Output.concat("integrations/", to_worker.id))
"""
PLANTED = (
    ('hash_key="id"', 'hash_key="orderId"'),
    ('{"name": "id"', '{"name": "orderId"'),
    ('["dynamodb:PutItem"], "Resource": orders.arn', '["dynamodb:*"], "Resource": "*"'),
    ("timeout=10", "timeout=90"),
    ("protect=True", "protect=False"),
    ('("GET /products", "POST /orders")', '("POST /orders",)'),
)
"""A table's other key, a wildcard, a time-out above the queue's visibility, a route that goes."""


def planted(text: str, *changes: tuple[str, str]) -> str:
    """The program with these changes."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def commit_program(folder: Path, text: str, **files: str | None) -> str:
    """Commit another program; the commit's id."""
    (folder / "__main__.py").write_text(text)
    return commit(folder, **files)


def shop(folder: Path, stages: tuple[str, ...] = ("dev",)) -> Path:
    """A repository with the shop on ``main``, and the branch ``change`` with the same."""
    new_repository(folder)
    files = {f"Pulumi.{stage}.yaml": STAGE for stage in stages}
    commit(folder, **files, **{"Pulumi.yaml": PULUMI, "worker.py": "handler = print\n"})
    commit_program(folder, PROGRAM)
    run_git(folder, "switch", "--quiet", "--create", "change")
    return folder

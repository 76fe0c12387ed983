"""``aws.iam.get_policy_document`` answers as the provider does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from local.policy_report import policy_report
from local.provisioners.written_document import written_document

SEND = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "q"}
GIVEN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a list of one is one": ({"actions": ["sqs:SendMessage"], "resources": ["q"]}, SEND),
    "more is a list": (
        {"sid": "Both", "effect": "Deny", "notActions": ["a", "b"], "notResources": ["q"]},
        {"Sid": "Both", "Effect": "Deny", "NotAction": ["a", "b"], "NotResource": "q"}),
    "whom": (
        {"principals": [{"type": "AWS", "identifiers": ["1", "2"]},
                        {"type": "Service", "identifiers": ["lambda.amazonaws.com"]}]},
        {"Effect": "Allow", "Principal": {"AWS": ["1", "2"], "Service": "lambda.amazonaws.com"}}),
    "everybody": (
        {"principals": [{"type": "*", "identifiers": ["*"]}]},
        {"Effect": "Allow", "Principal": "*"}),
    "a condition": (
        {"conditions": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}]},
        {"Effect": "Allow", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
}  # fmt: skip


@pytest.mark.parametrize("case", GIVEN)
def test_a_statement_is_written_as_iam_reads_it(case: str) -> None:
    given, written = GIVEN[case]

    answer = written_document({"statements": [given]})

    assert json.loads(answer["json"]) == {"Version": "2012-10-17", "Statement": [written]}
    assert json.loads(answer["minifiedJson"]) == json.loads(answer["json"])


def test_documents_are_put_together() -> None:
    source = json.dumps({"Statement": {**SEND, "Sid": "A"}})
    override = json.dumps({"Statement": [{**SEND, "Sid": "A", "Effect": "Deny"}]})

    answer = written_document(
        {"sourcePolicyDocuments": [source], "statements": [{"sid": "B", "actions": ["x"]}],
         "overridePolicyDocuments": [override], "policyId": "mine"}
    )  # fmt: skip
    document = json.loads(answer["json"])

    assert document["Id"] == "mine"
    assert {one["Sid"]: one["Effect"] for one in document["Statement"]} == {
        "B": "Allow", "A": "Deny"
    }  # fmt: skip


def test_the_rules_read_such_a_document(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: team\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi_aws as aws\n"
        "wide = aws.iam.get_policy_document(statements=[{'actions': ['*'], 'resources': ['q']}])\n"
        "aws.iam.RolePolicy('wide', role='r', policy=wide.json)\n"
    )

    assert "wide: it allows '*'" in policy_report(tmp_path).text

"""A secret setting of the repository's own stage stays one: in each resource, and in the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from local import preview as preview_module
from local.plan import plan_stage
from local.preview import preview
from local.program import StageConfig, runner
from tests.support.repository import REPO_ROOT

SECRETS = {
    "oidcIssuer": "https://hidden.example.com",
    "oidcAudience": "hidden-audience",
    "oidcJwksUrl": "https://hidden.example.com/keys",
    "certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/hidden",
    "hostedZoneId": "ZHIDDEN",
    "alarmTopicArns": '["arn:aws:sns:us-east-1:123456789012:hidden"]',
}
PLAIN = {
    "allowedOrigins": '["https://shop.example.org"]',
    "websocketDomainName": "ws.example.org",
    "httpDomainName": "api.example.org",
}


@pytest.fixture(autouse=True)
def config(monkeypatch: pytest.MonkeyPatch) -> StageConfig:
    """The stage's settings, as if they had been decrypted."""
    values = {f"realtime-checkout:{key}": value for key, value in {**PLAIN, **SECRETS}.items()}
    one = StageConfig(
        {**values, "aws:region": "us-east-1"},
        frozenset(f"realtime-checkout:{key}" for key in SECRETS),
        (*SECRETS.values(), *json.loads(SECRETS["alarmTopicArns"])),
    )
    for module in (runner, preview_module):
        monkeypatch.setattr(module, "stage_config", lambda *_: one)
    return one


def test_an_input_made_of_a_secret_setting_is_a_secret() -> None:
    """The engine then encrypts it in the state and hides it in diffs."""
    shown = [
        f"{one.name}.{key}"
        for one in plan_stage(REPO_ROOT, "dev").resources
        for key, value in one.inputs.items()
        if "hidden" in str(value).lower() and key not in one.secrets
    ]

    assert shown == []


def test_the_record_of_a_stage_holds_no_secret_setting() -> None:
    assert "hidden" not in preview(REPO_ROOT, "dev").record.to_json().lower()


def test_a_setting_that_a_program_passes_on_in_plain_is_masked_in_the_record(
    tmp_path: Path,
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: realtime-checkout\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi, pulumi_aws as aws\n"
        "aws.sqs.Queue('q', tags={'by': 'from ' + pulumi.Config().get('oidcIssuer')})\n"
    )

    (queue,) = preview(tmp_path, "dev").record.resources.values()

    assert queue.inputs == {"tags": {"by": "from [secret]"}}

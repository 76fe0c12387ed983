"""A client of the emulator hears nothing of the person's AWS set-up; one of AWS hears it all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from operations import emulator_client
from operations.deployed_stage import DeployedStage, SettingsError
from tests.support.hostile_environment import FOR_AWS, FOR_PROXIES, hostile

EMULATOR = "http://127.0.0.1:4566"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:checkout"


def sent_by(client: Any) -> AWSPreparedRequest:
    """The request that a call would send."""
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return AWSResponse(request.url, 400, {}, None)

    client.meta.events.register("before-send", answer)
    with pytest.raises(Exception, match=r".*"):  # only the request counts
        client.list_tables()
    return sent[0]


@pytest.mark.parametrize("service", ["dynamodb", "s3", "sqs", "stepfunctions"])
def test_no_setting_of_the_person_keeps_a_client_of_the_emulator_from_being_made(
    service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in hostile(tmp_path).items():
        monkeypatch.setenv(name, value)
    emulator_client._session.cache_clear()

    client = emulator_client.emulator_client(service, EMULATOR, "us-east-1")

    assert client.meta.endpoint_url == EMULATOR
    assert client._endpoint.http_session._proxy_config._proxies == {}


def test_the_emulator_never_sees_the_persons_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (FOR_AWS | FOR_PROXIES).items():
        monkeypatch.setenv(name, value)
    emulator_client._session.cache_clear()
    stage = DeployedStage(state_machine_arn=MACHINE, emulator_url=EMULATOR)

    request = sent_by(stage.client("dynamodb"))

    assert "Credential=test/" in str(request.headers["Authorization"])
    assert "X-Amz-Security-Token" not in request.headers
    assert request.url.startswith(EMULATOR)


def test_a_stage_on_aws_is_reached_with_the_operators_own_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps credentials of other tests
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real-session")
    monkeypatch.setenv("https_proxy", "http://proxy.example:8080")

    client = DeployedStage(state_machine_arn=MACHINE).client("dynamodb")

    request = sent_by(client)
    assert "Credential=AKIAREAL/" in str(request.headers["Authorization"])
    assert request.headers["X-Amz-Security-Token"] in ("real-session", b"real-session")
    assert client._endpoint.http_session._proxy_config._proxies["https"] == (
        "http://proxy.example:8080"
    )


def test_a_setting_that_botocore_cannot_read_is_said_with_where_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise ValueError("invalid literal for int() with base 10: 'many'")

    monkeypatch.setattr(boto3, "client", refuse)
    with pytest.raises(SettingsError, match=r"'many'.*AWS_\*"):
        DeployedStage(state_machine_arn=MACHINE).client("dynamodb")

"""A team may bring its own authorizer function, or choose IAM, with one Arg."""

from __future__ import annotations

from typing import Any

from components import RealtimeNotifier
from tests.support.recorded_program import Recording, record

OWN = "arn:aws:lambda:eu-west-1:123456789012:function:own-authorizer"


def notifier(authorizer: Any) -> Recording:
    args: Any = {"allowed_origins": ["https://shop.example.com"], "authorizer": authorizer}
    return record(lambda: RealtimeNotifier("n", args) and None)


def test_iam_needs_neither_authorizer_nor_function() -> None:
    recording = notifier("AWS_IAM")

    assert recording.of_type("aws:apigatewayv2/authorizer:Authorizer") == []
    assert recording.named("n-connect-route").inputs["authorizationType"] == "AWS_IAM"
    assert all("authorize" not in resource.name for resource in recording.resources)


def test_an_own_function_is_called_by_its_arn_and_permitted() -> None:
    recording = notifier(OWN)

    authorizer = recording.named("n-authorizer").inputs
    permission = recording.named("n-authorizer-permission").inputs
    assert authorizer["authorizerUri"] == (
        f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{OWN}/invocations"
    )
    assert authorizer["authorizerType"] == "REQUEST"
    assert permission["function"] == OWN
    assert permission["sourceArn"].endswith("/authorizers/n-authorizer-id")
    assert recording.named("n-connect-route").inputs["authorizerId"] == "n-authorizer-id"


def test_an_alias_is_permitted_as_the_provider_reads_it_back() -> None:
    recording = notifier(f"{OWN}:live")

    permission = recording.named("n-authorizer-permission").inputs
    assert (permission["function"], permission.get("qualifier")) == (OWN, "live")
    uri = recording.named("n-authorizer").inputs["authorizerUri"]
    assert uri.endswith(f"/functions/{OWN}:live/invocations")


def test_only_connect_is_authorized() -> None:
    recording = notifier(OWN)

    authorized = [
        route.inputs["routeKey"]
        for route in recording.of_type("aws:apigatewayv2/route:Route")
        if route.inputs.get("authorizationType")
    ]
    assert authorized == ["$connect"]


def test_an_alarm_rings_when_the_issuers_keys_cannot_be_had() -> None:
    args: Any = {
        "allowed_origins": ["https://shop.example.com"],
        "oidc_issuer": "https://login.example.com",
        "oidc_audience": "shop",
        "metrics_namespace": "Shop/prod",
        "alarm_topic_arns": ["arn:aws:sns:eu-west-1:123456789012:rings"],
    }
    alarm = record(lambda: RealtimeNotifier("n", args) and None).named("n-keys-unavailable-alarm")

    assert (alarm.inputs["namespace"], alarm.inputs["metricName"]) == (
        "Shop/prod",
        "KeysUnavailable",
    )
    # What the functions emit has one dimension, whose value is the family.
    assert alarm.inputs["dimensions"] == {"service": "realtime"}
    assert alarm.inputs["treatMissingData"] == "notBreaching"
    assert alarm.inputs["alarmActions"] == args["alarm_topic_arns"]


def test_who_brings_an_authorizer_needs_no_such_alarm() -> None:
    for authorizer in (OWN, "AWS_IAM"):
        assert "n-keys-unavailable-alarm" not in {
            one.name for one in notifier(authorizer).resources
        }

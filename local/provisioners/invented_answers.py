"""Answers of an AWS API that creates nothing, with invented ids and ARNs.

Creators build the ARNs that AWS's answers lack, those of log groups, alarms and APIs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from local.placeholders import ACCOUNT

Parameters = Mapping[str, Any]
OK = 200


class _Response:
    status_code = OK


class InventedAnswers:
    """Answers operations whose answer a creator reads; every other operation answers nothing."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._numbers = itertools.count(1)
        self._answers: dict[str, Callable[[Parameters], dict[str, Any]]] = {
            "CreateFunction": lambda p: {
                "FunctionArn": self._arn("lambda", f"function:{p['FunctionName']}")
            },
            "PublishLayerVersion": lambda p: {
                "LayerArn": self._arn("lambda", f"layer:{p['LayerName']}"),
                "LayerVersionArn": self._arn("lambda", f"layer:{p['LayerName']}:1"),
                "Version": 1,
            },
            "CreateEventSourceMapping": lambda p: {
                "UUID": f"00000000-0000-4000-8000-{next(self._numbers):012}",
                "FunctionArn": p["FunctionName"],
            },
            "CreateStateMachine": lambda p: {
                "stateMachineArn": self._arn("states", f"stateMachine:{p['name']}")
            },
            "CreateQueue": lambda p: {"QueueUrl": self._queue_url(p["QueueName"])},
            "GetQueueAttributes": lambda p: {
                "Attributes": {"QueueArn": self._arn("sqs", p["QueueUrl"].rsplit("/", 1)[1])}
            },
            "CreateTable": lambda p: {"TableDescription": self._table(p["TableName"])},
            "CreateRole": lambda p: {
                "Role": {
                    "Arn": f"arn:aws:iam::{ACCOUNT}:role/{p['RoleName']}",
                    "RoleId": self._id("AROA"),
                }
            },
            "CreateEventBus": lambda p: {
                "EventBusArn": self._arn("events", f"event-bus/{p['Name']}")
            },
            "PutRule": lambda p: {"RuleArn": self._arn("events", f"rule/{_rule_path(p)}")},
            "CreateUserPool": lambda p: {"UserPool": self._user_pool(p["PoolName"])},
            "CreateUserPoolClient": lambda p: {
                "UserPoolClient": {"ClientId": self._id("c"), "ClientName": p["ClientName"]}
            },
            "CreateApi": lambda _: {"ApiId": self._id("a")},
            "CreateAuthorizer": lambda _: {"AuthorizerId": self._id("z")},
            "CreateIntegration": lambda _: {"IntegrationId": self._id("i")},
            "CreateIntegrationResponse": lambda _: {"IntegrationResponseId": self._id("s")},
            "CreateRoute": lambda _: {"RouteId": self._id("r")},
            "CreateRouteResponse": lambda _: {"RouteResponseId": self._id("t")},
        }

    def attach(self, client: Any) -> None:
        """Let the client answer from here, after it has checked the parameters."""
        events = client.meta.events
        events.register("before-parameter-build", _keep_parameters)
        events.register("before-call", self._answer)

    def _answer(self, model: Any, context: dict[str, Any], **_: Any) -> tuple[_Response, Any]:
        answer = self._answers.get(model.name)
        return _Response(), answer(context["parameters"]) if answer else {}

    def _arn(self, service: str, path: str) -> str:
        return f"arn:aws:{service}:{self._region}:{ACCOUNT}:{path}"

    def _id(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):09}"

    def _queue_url(self, name: str) -> str:
        return f"https://sqs.{self._region}.amazonaws.com/{ACCOUNT}/{name}"

    def _table(self, name: str) -> dict[str, str]:
        arn = self._arn("dynamodb", f"table/{name}")
        return {"TableArn": arn, "LatestStreamArn": f"{arn}/stream/2030-01-01T00:00:00.000"}

    def _user_pool(self, name: str) -> dict[str, str]:
        pool_id = f"{self._region}_{self._id('P')}"
        return {"Id": pool_id, "Arn": self._arn("cognito-idp", f"userpool/{pool_id}"), "Name": name}


def _keep_parameters(params: Parameters, context: dict[str, Any], **_: Any) -> None:
    context["parameters"] = dict(params)


def _rule_path(parameters: Parameters) -> str:
    bus = parameters.get("EventBusName", "default")
    return parameters["Name"] if bus == "default" else f"{bus}/{parameters['Name']}"

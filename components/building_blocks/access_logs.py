"""Access logs of API Gateway's APIs: one JSON object for each request, whatever it holds.

What is left out: headers, query and path, the caller's address, the user. A request is looked up in
the functions' logs by its ``requestId``. ``$context.error.message`` is left out too: with
``AWS_IAM`` it repeats a malformed Authorization header, with the token in it. ``responseType``,
such as ``THROTTLED``, is a name of API Gateway's own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

FIELDS = ("requestId", "routeKey", "status", "requestTime", "integrationLatency",
          "integrationStatus")  # fmt: skip
"""What both kinds of API know of a request."""
WEB_SOCKET_FIELDS = (*FIELDS, "connectionId", "eventType")
HTTP_FIELDS = (*FIELDS, "responseLatency", "responseLength")


def access_log(
    name: str,
    fields: Sequence[str],
    retention_days: pulumi.Input[int],
    *,
    name_prefix: str | None = None,
    parent: pulumi.Resource,
) -> aws.apigatewayv2.StageAccessLogSettingsArgs:
    """The log group ``<name>-access-logs``, and what an API stage is told of it.

    ``name_prefix`` begins the log group's physical name, which Pulumi chooses when it is omitted.
    """
    log_group = aws.cloudwatch.LogGroup(
        f"{name}-access-logs",
        name_prefix=name_prefix,
        retention_in_days=retention_days,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return aws.apigatewayv2.StageAccessLogSettingsArgs(
        destination_arn=log_group.arn, format=access_log_format(fields)
    )


def access_log_format(fields: Sequence[str]) -> str:
    """The format. Every value is a text: API Gateway writes ``-`` for one that a request lacks,
    and without quotes of ours that is no JSON. None of these variables holds a quote.
    """
    variables = {field: f"$context.{field}" for field in fields}
    return json.dumps({**variables, "error": "$context.error.responseType"})

"""Who may open a connection: the component's own JWT check, a team's function, or IAM."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.building_blocks.alarm_rules import FUNCTION_THROTTLES, KEYS_MISSING
from components.building_blocks.alarms import watch, watch_own_metric
from components.building_blocks.api_routes import Authorization, Target, permission_to_invoke
from components.building_blocks.function_family import FunctionFamily, Supplies
from components.realtime_notifier.args import AWS_IAM, NotifierSettings
from components.realtime_notifier.functions import AUTHORIZER
from components.realtime_notifier.team_functions import team_function
from contract.metrics import REALTIME


def connect_authorization(
    name: str,
    api: aws.apigatewayv2.Api,
    settings: NotifierSettings,
    functions: FunctionFamily,
    supplies: Supplies,
    *,
    parent: pulumi.Resource,
) -> Authorization:
    """The ``$connect`` route's authorization, with the authorizer that it needs."""
    configured = settings.authorizer
    if isinstance(configured, str) and configured == AWS_IAM:
        return Authorization(AWS_IAM)
    if configured is None:
        function = functions.create(AUTHORIZER, supplies)
        watch(
            f"{name}-authorizer",
            FUNCTION_THROTTLES,
            [{"FunctionName": function.function_name}],
            topic_arns=settings.alarm_topic_arns,
            parent=parent,
        )
        # Not on the function's Errors: it fails for every 401.
        watch_own_metric(
            name,
            KEYS_MISSING,
            REALTIME,
            namespace=settings.metrics_namespace,
            topic_arns=settings.alarm_topic_arns,
            parent=parent,
        )
        return _custom(name, api, Target(function.invoke_arn, function.arn), parent=parent)
    return _custom(name, api, team_function(configured), parent=parent)


def _custom(
    name: str,
    api: aws.apigatewayv2.Api,
    function: Target,
    *,
    parent: pulumi.Resource,
) -> Authorization:
    """An authorizer that invokes the function, and the permission to do so."""
    opts = pulumi.ResourceOptions(parent=parent)
    # No identity source. A browser sends the token as a subprotocol, another client in
    # Authorization, and API Gateway answers 401 by itself when a named source is missing.
    authorizer = aws.apigatewayv2.Authorizer(
        f"{name}-authorizer",
        api_id=api.id,
        name=f"{name}-authorizer",
        authorizer_type="REQUEST",
        authorizer_uri=function.invoke_arn,
        opts=opts,
    )
    source_arn = pulumi.Output.concat(api.execution_arn, "/authorizers/", authorizer.id)
    permission = permission_to_invoke(f"{name}-authorizer", function, source_arn, opts)
    return Authorization("CUSTOM", authorizer.id, needs=(permission,))

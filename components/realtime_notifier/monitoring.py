"""Alarms on the notifier as a whole. Those of its queue and its authorizer stand beside them."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.building_blocks import alarm_rules
from components.building_blocks.alarms import watch, watch_own_metric, watch_service
from components.building_blocks.lambda_function import PythonFunction
from components.realtime_notifier.api_stage import API_STAGE
from components.realtime_notifier.args import NotifierSettings
from contract.metrics import REALTIME


def watch_notifier(
    name: str,
    api: aws.apigatewayv2.Api,
    functions: Mapping[str, PythonFunction],
    settings: NotifierSettings,
    *,
    parent: pulumi.Resource,
) -> None:
    """Register the alarms on failing functions, on the API, and on pushes that are repeated."""
    watch_service(
        name,
        [function.function_name for function in functions.values()],
        alarm_rules.SOCKET_ERRORS,
        {"ApiId": api.id, "Stage": API_STAGE},
        topic_arns=settings.alarm_topic_arns,
        parent=parent,
    )
    watch(
        name,
        alarm_rules.SOCKET_REFUSALS,
        [{"ApiId": api.id, "Stage": API_STAGE}],
        topic_arns=settings.alarm_topic_arns,
        parent=parent,
    )
    watch_own_metric(
        name,
        alarm_rules.PUSHES_REPEATED,
        REALTIME,
        namespace=settings.metrics_namespace,
        topic_arns=settings.alarm_topic_arns,
        parent=parent,
    )

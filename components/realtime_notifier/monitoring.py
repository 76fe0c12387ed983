"""Alarms on the notifier as a whole, and what a dashboard shows of it.

The alarms of its queue and its authorizer stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.building_blocks import alarm_rules
from components.building_blocks.alarms import watch, watch_own_metric, watch_service
from components.building_blocks.dashboard_widgets import (
    Metric,
    Widget,
    own,
    queue_age,
    widgets_json,
)
from components.building_blocks.lambda_function import PythonFunction
from components.realtime_notifier.api_stage import API_STAGE
from components.realtime_notifier.args import NotifierSettings
from components.realtime_notifier.push_queue import PushQueue
from contract.metrics import (
    CONNECTIONS_OPENED,
    CONNECTIONS_REFUSED,
    DELIVERED,
    EVENT_TO_DELIVERY,
    GONE,
    REALTIME,
    STORED,
    THROTTLED,
)


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


def notifier_widgets(
    api: aws.apigatewayv2.Api, pushes: PushQueue, settings: NotifierSettings
) -> pulumi.Output[str]:
    """What a dashboard shows of the notifier, as JSON."""
    namespace = settings.metrics_namespace
    answered = [
        Metric(
            namespace="AWS/ApiGateway",
            name=name,
            dimensions={"ApiId": api.id, "Stage": API_STAGE},
            label=label,
        )
        for name, label in (
            ("ClientError", "All 4xx, with ConnectionsRefused"),
            ("ExecutionError", "5xx: a function could not be called"),
        )
    ]
    counted = [own(namespace, REALTIME, one) for one in (STORED, DELIVERED, GONE, THROTTLED)]
    times = [own(namespace, REALTIME, EVENT_TO_DELIVERY, one) for one in ("p50", "p99")]
    handshakes = [
        own(namespace, REALTIME, one) for one in (CONNECTIONS_OPENED, CONNECTIONS_REFUSED)
    ]
    ages = [
        queue_age(pushes.queue.name, "push queue"),
        queue_age(pushes.dead_letters.name, "push dead letters"),
    ]
    return widgets_json(
        [
            Widget("Pushes", counted),
            Widget("Milliseconds from an outcome to the page", times),
            Widget("Handshakes", [*handshakes, *answered]),
            Widget("Seconds that pushes wait in queues", ages),
        ]
    )

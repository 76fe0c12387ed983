"""The notifier's functions: one row each. Roles, variables and routes follow from the rows."""

from __future__ import annotations

from dataclasses import replace

import pulumi

from components.building_blocks import iam
from components.building_blocks.function_family import FunctionRow, Supplies, whole_number_text
from components.realtime_notifier.args import NotifierSettings
from components.realtime_notifier.push_queue import CONSUMER_TIMEOUT_SECONDS, PushQueue
from components.realtime_notifier.tables import NotifierTables
from contract import quotas
from contract.frames import RESUME
from contract.limits import LONGEST_PUSH_SECONDS

AUTHORIZER = FunctionRow(
    module="authorize_connection",
    variables=("OIDC_ISSUER", "OIDC_AUDIENCE", "OIDC_JWKS_URL", "ALLOWED_ORIGINS"),
    authorizes=True,
)
"""Left out when a team brings its own authorizer."""
_PUSH_TABLES = {
    "connections": ("Query", "DeleteItem"),
    "events": ("GetItem", "BatchWriteItem", "PutItem", "DescribeTable"),
}
PUSH_EVENT = FunctionRow(
    module="push_event",
    tables=_PUSH_TABLES,
    variables=("REPLAY_WINDOW_HOURS", "MANAGEMENT_ENDPOINT"),
    grants=("use_connections",),
    timeout_seconds=LONGEST_PUSH_SECONDS,
    memory_mib=512,
)
PUSH_QUEUED_EVENTS = replace(
    PUSH_EVENT,
    module="push_queued_events",
    variables=(*PUSH_EVENT.variables, "PUSH_QUEUE_URL", "PUSH_DEAD_LETTER_QUEUE_URL"),
    grants=(*PUSH_EVENT.grants, "consume_push_queue", "delay_pushes", "give_up_pushes"),
    timeout_seconds=CONSUMER_TIMEOUT_SECONDS,
)
FUNCTIONS = (
    FunctionRow(
        module="open_connection",
        tables={"connections": ("Query", "PutItem", "DeleteItem")},
        variables=("CONNECTION_TTL_SECONDS", "MAX_CONNECTIONS_PER_USER", "ALLOWED_ORIGINS",
                   "MANAGEMENT_ENDPOINT"),
        grants=("use_connections", "look_at_connections"),
        route="$connect",
        signed_in=True,
        timeout_seconds=quotas.INTEGRATION_TIMEOUT.value,
    ),
    FunctionRow(
        module="close_connection",
        tables={"connections": ("DeleteItem",)},
        variables=("MANAGEMENT_ENDPOINT",),
        grants=("use_connections",),
        route="$disconnect",
    ),
    FunctionRow(
        module="resume_events",
        tables={
            # A row that is missing is made anew, under the limit that $connect keeps.
            "connections": ("BatchGetItem", "UpdateItem", "PutItem", "Query", "DeleteItem"),
            "events": ("BatchGetItem", "Query", "UpdateItem", "DescribeTable"),
        },
        variables=("CONNECTION_TTL_SECONDS", "MAX_CONNECTIONS_PER_USER", "MANAGEMENT_ENDPOINT",
                   "SUBSCRIPTION_CHECK_SECONDS"),
        grants=("use_connections", "look_at_connections"),
        route=RESUME,
        timeout_seconds=quotas.INTEGRATION_TIMEOUT.value,
    ),
    PUSH_EVENT,
    PUSH_QUEUED_EVENTS,
)  # fmt: skip


def supplies(
    settings: NotifierSettings,
    tables: NotifierTables,
    pushes: PushQueue,
    *,
    management_endpoint: pulumi.Input[str],
    api_stage_arn: pulumi.Output[str],
) -> Supplies:
    """What the rows ask for."""
    origins = pulumi.Output.from_input(settings.allowed_origins).apply(
        lambda known: ",".join(map(str, known))
    )
    return Supplies(
        tables={"connections": tables.connections, "events": tables.events},
        variables={
            "ALLOWED_ORIGINS": origins,
            "CONNECTION_TTL_SECONDS": str(quotas.CONNECTION_DURATION.value),
            "MANAGEMENT_ENDPOINT": management_endpoint,
            "MAX_CONNECTIONS_PER_USER": whole_number_text(settings.max_connections_per_user),
            "PUSH_DEAD_LETTER_QUEUE_URL": pushes.dead_letters.url,
            "PUSH_QUEUE_URL": pushes.queue.url,
            "REPLAY_WINDOW_HOURS": whole_number_text(settings.replay_window_hours),
            "SUBSCRIPTION_CHECK_SECONDS": str(60 * settings.subscription_check_minutes),
            **_oidc(settings),
        },
        grants={
            "look_at_connections": _manage(api_stage_arn, "GET"),
            "use_connections": _manage(api_stage_arn, "POST", "DELETE"),
            "consume_push_queue": iam.consume(pushes.queue.arn),
            "delay_pushes": iam.delay_messages(pushes.queue.arn),
            "give_up_pushes": iam.send_messages(pushes.dead_letters.arn),
        },
    )


def _oidc(settings: NotifierSettings) -> dict[str, pulumi.Input[str]]:
    """Empty with an authorizer of the team's own."""
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        return {}
    issuer = pulumi.Output.from_input(settings.oidc_issuer)
    published = issuer.apply(lambda url: url.rstrip("/") + "/.well-known/jwks.json")
    return {
        "OIDC_ISSUER": issuer,
        "OIDC_AUDIENCE": settings.oidc_audience,
        "OIDC_JWKS_URL": settings.oidc_jwks_url or published,
    }


def _manage(api_stage_arn: pulumi.Output[str], *methods: str) -> iam.Statement:
    return iam.manage_connections(
        [pulumi.Output.concat(api_stage_arn, f"/{method}/@connections/*") for method in methods]
    )

"""Compose one stage: settings -> components -> exports."""

import pulumi

from components import CheckoutSaga, RealtimeNotifier, UserDirectory
from stage import StageSettings

settings = StageSettings.load()

token_issuer: pulumi.Input[str] = settings.token_issuer or ""
token_audience: pulumi.Input[str] = settings.token_audience or ""
if not token_issuer:
    users = UserDirectory("users", {"deletion_protection": settings.deletion_protection})
    token_issuer, token_audience = users.token_issuer, users.client_id
    pulumi.export("user_pool_id", users.user_pool_id)
    pulumi.export("user_pool_client_id", users.client_id)

notifier = RealtimeNotifier(
    "notifier",
    {
        "token_issuer": token_issuer,
        "token_audience": token_audience,
        "allowed_origins": [*settings.allowed_origins],
        "token_jwks_url": settings.token_jwks_url,
        "replay_window_hours": settings.replay_window_hours,
        "max_connections_per_user": settings.max_connections_per_user,
        "expected_peak_connections": settings.expected_peak_connections,
        "expected_connects_per_second": settings.expected_connects_per_second,
        "manage_api_gateway_account": settings.manage_api_gateway_account,
        "alarm_topic_arns": [*settings.alarm_topic_arns],
        "log_retention_days": settings.log_retention_days,
        "metrics_namespace": settings.metrics_namespace,
        "deletion_protection": settings.deletion_protection,
    },
)

checkout = CheckoutSaga(
    "checkout",
    {
        "push_function_arn": notifier.push_function_arn,
        "event_bus_arn": notifier.event_bus_arn,
        "alarm_topic_arns": [*settings.alarm_topic_arns],
        "layer_arn": notifier.layer_arn,
        "token_issuer": token_issuer,
        "token_audience": token_audience,
        "allowed_origins": [*settings.allowed_origins],
        "log_retention_days": settings.log_retention_days,
        "metrics_namespace": settings.metrics_namespace,
        "deletion_protection": settings.deletion_protection,
    },
)

pulumi.export("token_issuer", token_issuer)
for output in ("websocket_url", "management_endpoint", "push_function_arn", "event_bus_arn",
               "push_dead_letter_queue_url", "connections_table", "events_table",
               "quota_notes"):  # fmt: skip
    pulumi.export(output, getattr(notifier, output))
for output in ("http_url", "state_machine_arn", "attention_queue_url", "orders_table",
               "products_table", "payments_table", "steps_table"):  # fmt: skip
    pulumi.export(output, getattr(checkout, output))

"""Compose one stage: settings -> components -> exports."""

from typing import Any

import pulumi

from components import CheckoutSaga, RealtimeNotifier, UserDirectory
from stage import StageSettings, setting_errors

settings = StageSettings.load()
shared: dict[str, Any] = {
    "allowed_origins": [*settings.allowed_origins],
    "alarm_topic_arns": [*settings.alarm_topic_arns],
    "log_retention_days": settings.log_retention_days,
    "metrics_namespace": settings.metrics_namespace,
    "deletion_protection": settings.deletion_protection,
}
notifier_args: dict[str, Any] = {
    **shared,
    "oidc_jwks_url": settings.oidc_jwks_url,
    "replay_window_hours": settings.replay_window_hours,
    "max_connections_per_user": settings.max_connections_per_user,
    "expected_peak_connections": settings.expected_peak_connections,
    "expected_connects_per_second": settings.expected_connects_per_second,
    "manage_api_gateway_account": settings.manage_api_gateway_account,
}
oidc: dict[str, Any] = dict(settings.oidc)
to_come = dict.fromkeys(("oidc_issuer", "oidc_audience"), pulumi.Output.from_input("a pool's"))
complete_args: Any = notifier_args | (oidc or to_come)
with setting_errors():
    RealtimeNotifier.check(complete_args)
if not oidc:
    users = UserDirectory("users", {"deletion_protection": settings.deletion_protection})
    oidc = {"oidc_issuer": users.oidc_issuer, "oidc_audience": users.client_id}
    pulumi.export("user_pool_id", users.user_pool_id)
    pulumi.export("user_pool_client_id", users.client_id)

wanted: Any = notifier_args | oidc
notifier = RealtimeNotifier("notifier", wanted)
checkout_args: Any = {
    **shared,
    **oidc,
    "push_function_arn": notifier.push_function_arn,
    "event_bus_arn": notifier.event_bus_arn,
    "layer_arn": notifier.layer_arn,
}
checkout = CheckoutSaga("checkout", checkout_args)

pulumi.export("oidc_issuer", oidc["oidc_issuer"])
for output in ("websocket_url", "management_endpoint", "push_function_arn", "event_bus_arn",
               "push_dead_letter_queue_url", "connections_table", "events_table",
               "quota_notes"):  # fmt: skip
    pulumi.export(output, getattr(notifier, output))
for output in ("http_url", "state_machine_arn", "attention_queue_url", "saga_start_dlq_url",
               "announcement_dlq_url", "orders_table", "products_table", "payments_table",
               "steps_table"):  # fmt: skip
    pulumi.export(output, getattr(checkout, output))

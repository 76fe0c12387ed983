"""Compose one stage: settings -> components -> exports."""

import pulumi

from components import CheckoutSaga, RealtimeNotifier, UserDirectory
from stage import StageSettings

settings = StageSettings.load()

token_issuer, token_audience = settings.token_issuer, settings.token_audience
if token_issuer is None:
    users = UserDirectory("users", {"deletion_protection": settings.deletion_protection})
    token_issuer, token_audience = users.token_issuer, users.client_id
    pulumi.export("user_pool_id", users.user_pool_id)
    pulumi.export("user_pool_client_id", users.client_id)

shared = {
    "token_issuer": token_issuer,
    "token_audience": token_audience,
    "allowed_origins": settings.allowed_origins,
    "log_retention_days": settings.log_retention_days,
    "deletion_protection": settings.deletion_protection,
}

notifier = RealtimeNotifier(
    "notifier",
    {
        **shared,
        **settings.planned_load(),
        "replay_window_hours": settings.replay_window_hours,
        "manage_api_gateway_account": settings.manage_api_gateway_account,
    },
)

checkout = CheckoutSaga(
    "checkout",
    {
        **shared,
        "push_function_arn": notifier.push_function_arn,
        "layer_arn": notifier.layer_arn,
    },
)

pulumi.export("token_issuer", token_issuer)
for component, outputs in {
    notifier: ["websocket_url", "management_endpoint", "push_function_arn", "connections_table",
               "events_table", "quota_notes"],
    checkout: ["http_url", "state_machine_arn", "orders_table", "products_table",
               "payments_table", "steps_table"],
}.items():  # fmt: skip
    for output in outputs:
        pulumi.export(output, getattr(component, output))

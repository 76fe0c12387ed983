"""Compose one stage: settings, who issues tokens, notifier, checkout, exports."""

import pulumi

from components import (
    CheckoutSaga,
    CheckoutSagaArgs,
    RealtimeNotifier,
    RealtimeNotifierArgs,
    UserDirectory,
    UserDirectoryArgs,
)
from stage import StageSettings, setting_errors

settings = StageSettings.load()
with setting_errors():  # before anything exists
    RealtimeNotifier.check(settings.args(RealtimeNotifierArgs))
    CheckoutSaga.check(settings.args(CheckoutSagaArgs))

oidc_issuer: pulumi.Input[str]
oidc_audience: pulumi.Input[str]
if settings.oidc:
    oidc_issuer, oidc_audience = settings.oidc
else:
    users = UserDirectory("users", settings.args(UserDirectoryArgs))
    oidc_issuer, oidc_audience = users.oidc_issuer, users.client_id
    pulumi.export("user_pool_id", users.user_pool_id)
    pulumi.export("user_pool_client_id", users.client_id)

notifier_args = settings.args(RealtimeNotifierArgs)
notifier_args["oidc_issuer"] = oidc_issuer
notifier_args["oidc_audience"] = oidc_audience
notifier = RealtimeNotifier("notifier", notifier_args)

checkout_args = settings.args(CheckoutSagaArgs)
checkout_args["oidc_issuer"] = oidc_issuer
checkout_args["oidc_audience"] = oidc_audience
checkout_args["push_function_arn"] = notifier.push_function_arn
checkout_args["event_bus_arn"] = notifier.event_bus_arn
checkout_args["layer_arn"] = notifier.layer_arn
checkout = CheckoutSaga("checkout", checkout_args)

pulumi.export("oidc_issuer", oidc_issuer)
pulumi.export("websocket_url", notifier.websocket_url)
pulumi.export("management_endpoint", notifier.management_endpoint)
pulumi.export("push_function_arn", notifier.push_function_arn)
pulumi.export("event_bus_arn", notifier.event_bus_arn)
pulumi.export("push_dead_letter_queue_url", notifier.push_dead_letter_queue_url)
pulumi.export("connections_table", notifier.connections_table)
pulumi.export("events_table", notifier.events_table)
pulumi.export("quota_notes", notifier.quota_notes)
pulumi.export("http_url", checkout.http_url)
pulumi.export("state_machine_arn", checkout.state_machine_arn)
pulumi.export("attention_queue_url", checkout.attention_queue_url)
pulumi.export("saga_start_dlq_url", checkout.saga_start_dlq_url)
pulumi.export("announcement_dlq_url", checkout.announcement_dlq_url)
pulumi.export("orders_table", checkout.orders_table)
pulumi.export("products_table", checkout.products_table)
pulumi.export("payments_table", checkout.payments_table)
pulumi.export("steps_table", checkout.steps_table)

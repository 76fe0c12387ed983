"""Compose one stage: settings, who issues tokens, notifier, checkout, exports."""

import pulumi

from components import (
    CheckoutSaga,
    CheckoutSagaArgs,
    RealtimeNotifier,
    RealtimeNotifierArgs,
    StageDashboard,
    StageDashboardArgs,
    UserDirectory,
    UserDirectoryArgs,
)
from stage import StageSettings

settings = StageSettings.load()
# Before anything exists: the fields, and whether the stage's name leaves room for the components'.
settings.check("notifier", RealtimeNotifier.check, RealtimeNotifierArgs)
settings.check("checkout", CheckoutSaga.check, CheckoutSagaArgs)

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
notifier_args["oidc_issuer"], notifier_args["oidc_audience"] = oidc_issuer, oidc_audience
notifier = RealtimeNotifier("notifier", notifier_args)

checkout_args = settings.args(CheckoutSagaArgs)
checkout_args["oidc_issuer"], checkout_args["oidc_audience"] = oidc_issuer, oidc_audience
checkout_args["push_function_arn"] = notifier.push_function_arn
checkout_args["event_bus_arn"] = notifier.event_bus_arn
checkout_args["layer_arn"] = notifier.layer_arn
checkout = CheckoutSaga("checkout", checkout_args)
dashboard_args = settings.args(StageDashboardArgs)
dashboard_args["widgets"] = [notifier.dashboard_widgets, checkout.dashboard_widgets]
StageDashboard("dashboard", dashboard_args)

NOTIFIER = ("websocket_url", "management_endpoint", "push_function_arn", "event_bus_arn",
            "push_dead_letter_queue_url", "connections_table", "events_table",
            "quota_notes")  # fmt: skip
CHECKOUT = ("http_url", "state_machine_arn", "attention_queue_url", "saga_start_dlq_url",
            "announcement_dlq_url", "orders_table", "products_table", "payments_table",
            "steps_table", "allowances_table", "lost_ends_queue_url")  # fmt: skip

pulumi.export("oidc_issuer", oidc_issuer)
for output, value in settings.exports().items():
    pulumi.export(output, value)
for component, outputs in ((notifier, NOTIFIER), (checkout, CHECKOUT)):
    for output in outputs:
        pulumi.export(output, getattr(component, output))
# The state machine runs where everything of the stage does.
pulumi.export("region", checkout.state_machine_arn.apply(lambda arn: arn.split(":")[3]))

"""Cases of rules that look at several resources: parts of our own program."""

from __future__ import annotations

from tests.policy.cases import Case, drop, made, put, some
from tests.support.broken_program import with_policy

PRODUCTS = ("checkout-api", "checkout-get-products-route", "checkout-get-products-integration",
            "checkout-list-products-function", "checkout-get-products-permission")  # fmt: skip
AUTHORIZER = ("notifier-api", "notifier-authorizer", "notifier-authorize-connection-function",
              "notifier-authorizer-permission")  # fmt: skip
PING = ("notifier-api", "notifier-ping-route", "notifier-ping-integration",
        "notifier-ping-route-response")  # fmt: skip
RESUME = ("notifier-api", "notifier-resume-route", "notifier-resume-integration")
MACHINE = ("checkout-saga-machine", "checkout-saga-role", "checkout-saga-policy",
           "checkout-saga-attention", "checkout-saga-attention-policy")  # fmt: skip
PUSH = ("notifier-push-queue", "notifier-push-queue-policy", "notifier-push-rule",
        "notifier-push-target", "notifier-push-dead-letters",
        "notifier-push-dead-letters-policy")  # fmt: skip
DRAIN = (
    *PUSH, "notifier-push-source", "notifier-push-queued-events-function",
    "notifier-push-queued-events-role", "notifier-push-queued-events-policy",
)  # fmt: skip


TOGETHER: tuple[Case, ...] = (
    some("route-may-invoke-function", PRODUCTS, drop("checkout-get-products-permission")),
    some("authorizer-may-be-invoked", AUTHORIZER, drop("notifier-authorizer-permission")),
    some("route-has-integration", PING, drop("notifier-ping-integration")),
    some("integration-has-route", PING, drop("notifier-ping-route")),
    some("two-way-route-answers", PING, drop("notifier-ping-route-response")),
    some("websocket-authorizer-is-request", AUTHORIZER,
         put("notifier-authorizer", authorizerType="JWT")),
    some("websocket-authorizes-on-connect", RESUME,
         put("notifier-resume-route", authorizationType="CUSTOM")),
    some("writing-route-authorized", PRODUCTS[:3],
         put("checkout-get-products-route", routeKey="DELETE /products")),
    some("route-settings-after-route",
         ("notifier-api", "notifier-api-stage", "notifier-resume-route", "notifier-connect-route",
          "notifier-api-gateway-account"), drop("notifier-resume-route")),
    some("websocket-logs-have-role",
         ("notifier-api", "notifier-api-stage", "notifier-resume-route", "notifier-connect-route",
          "notifier-api-gateway-account"), drop("notifier-api-gateway-account")),
    some("function-answers-in-time", PRODUCTS, put("checkout-list-products-function", timeout=31)),
    some("physical-name-fits", PRODUCTS, put("checkout-list-products-function", name="n" * 65)),
    some("function-has-log-group", PRODUCTS,
         put("checkout-list-products-function", loggingConfig=None)),
    some("role-policies-fit", ("checkout-saga-role", "checkout-saga-policy"),
         with_policy("checkout-saga-policy", lambda s: s[0]["Resource"].extend(
             f"arn:aws:lambda:r:123456789012:function:{n:060}" for n in range(120)))),
    some("state-machine-may-invoke", MACHINE,
         with_policy("checkout-saga-policy", lambda s: s[0]["Resource"].pop(0))),
    some("state-machine-may-send", MACHINE,
         with_policy("checkout-saga-policy", lambda s: s.pop(1))),
    some("state-outlives-function", (*MACHINE, "checkout-charge-payment-function"),
         put("checkout-charge-payment-function", timeout=15)),
    some("queue-tls-only", PUSH, with_policy("notifier-push-queue-policy", lambda s: s.pop())),
    some("event-target-may-send", PUSH,
         with_policy("notifier-push-queue-policy", lambda s: s.pop(0))),
    some("one-policy-per-queue", PUSH, lambda r: r.append(
         made("QueuePolicy", dict(next(
             one for one in r if one.name == "notifier-push-queue-policy").inputs)))),
    some("event-source-role-allows", DRAIN,
         with_policy("notifier-push-queued-events-policy", lambda s: s.remove(
             next(one for one in s if "sqs:ReceiveMessage" in one["Action"])))),
    some("queue-outlives-function", DRAIN, put("notifier-push-queue", visibilityTimeoutSeconds=60)),
    some("drained-queue-has-dead-letters", DRAIN, put("notifier-push-queue", redrivePolicy=None)),
    some("table-scales", ("checkout-orders",), put("checkout-orders", billingMode="PROVISIONED")),
)  # fmt: skip

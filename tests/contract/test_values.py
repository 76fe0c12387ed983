"""Values that outlive a deployment: rows, open pages, running executions and alarms know them.

Both sides take them from ``contract``, so no other test notices when one of them changes.
"""

from __future__ import annotations

from contract import frames, limits, messages, metrics, orders, tables


def test_what_stored_orders_and_running_executions_say_stays_as_it_is() -> None:
    assert (orders.PENDING, *orders.TERMINAL_STATUSES) == (
        "PENDING", "FINALIZED", "REFUNDED", "DECLINED", "NEEDS_ATTENTION"
    )  # fmt: skip
    assert orders.TRANSITIONS == ("finalize", "fence_finalize", "undo", "need_attention", "resolve")
    assert (orders.CHARGE_PAYMENT, orders.REFUND_PAYMENT) == ("charge_payment", "refund_payment")
    assert (orders.RESERVE_STOCK, orders.RELEASE_STOCK) == ("reserve_stock", "release_stock")
    assert orders.BUSINESS_ERRORS == {"PaymentDeclined": "DECLINED", "OutOfStock": "REFUNDED"}
    assert (orders.EVENT_SOURCE, orders.EVENT_TYPE_PREFIX) == ("checkout", "order.")


def test_what_rows_are_stored_under_stays_as_it_is() -> None:
    assert tables.ORDERS_KEY == ("orderId",)
    assert tables.PRODUCTS_KEY == ("productId",)
    assert tables.PAYMENTS_KEY == ("paymentKey", "entry")
    assert tables.STEPS_KEY == ("orderId", "step")
    assert tables.ALLOWANCES_KEY == ("userId", "minute")
    assert tables.CONNECTIONS_KEY == ("userId", "connectionId")
    assert tables.EVENTS_KEY == ("userId", "itemKey")
    assert (tables.EXPIRES_AT, tables.STATUS) == ("expiresAt", "status")


def test_what_open_pages_speak_stays_as_it_is() -> None:
    assert (frames.PROTOCOL, frames.BEARER_PREFIX) == ("realtime.v1", "bearer.")
    assert frames.ACTIONS == ("resume", "ping")
    assert frames.CONTROL_TYPES == ("realtime.resumed", "realtime.pong", "realtime.error")
    assert frames.ERROR_CODES == (
        "malformed", "invalid-after", "token-expired", "too-soon", "version-gone",
        "connection-limit",
    )  # fmt: skip
    assert (frames.CONNECT, frames.DISCONNECT) == ("CONNECT", "DISCONNECT")
    assert (frames.SEQUENCE_DIGITS, frames.EPOCH_DIGITS) == (20, 16)


def test_what_other_services_send_and_alarms_watch_stays_as_it_is() -> None:
    assert messages.PUSH_DETAIL_TYPE == "realtime.push"
    assert (messages.PUSH, messages.DISCONNECT) == ("push", "disconnect")
    assert messages.ORDER_NEEDS_ATTENTION == "needs-attention"
    assert messages.BUYER_NOT_TOLD == "buyer-not-told"
    assert (metrics.DELIVERED, metrics.GONE, metrics.THROTTLED) == (
        "Delivered",
        "Gone",
        "Throttled",
    )
    assert (metrics.METRICS_NAMESPACE, metrics.SERVICE_DIMENSION) == ("RealtimeCheckout", "service")


def test_the_limits_stay_as_they_are() -> None:
    assert limits.MAX_CONNECTIONS_PER_USER == 100
    assert limits.REPEATABLE_DAYS == 400
    assert limits.LONGEST_PUSH_SECONDS == 44
    assert limits.RESUME_COOLDOWN_SECONDS == 5
    assert (limits.MAX_FRAMES_PER_MINUTE, limits.MAX_REPLAYS_PER_MINUTE) == (60, 60)
    assert limits.MAX_REPLAYS_PER_MINUTE == 60
    assert limits.SUBSCRIPTION_CHECK_SECONDS == 600

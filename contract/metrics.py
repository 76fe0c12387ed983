"""Metrics that the functions emit, by CloudWatch's names.

CloudWatch takes $0.30 a month for each (us-east-1, November 2026): a stage has 13, of which two are
only emitted when something is wrong.
"""

from contract.orders import DECLINED, FINALIZED, NEEDS_ATTENTION, REFUNDED

METRICS_NAMESPACE = "RealtimeCheckout"
"""CloudWatch namespace of the functions' metrics. A stage adds its name."""
SERVICE_DIMENSION = "service"
"""Dimension of every metric, as Powertools names it: an alarm has to. Its value is the family."""
REALTIME = "realtime"
CHECKOUT = "checkout"
"""The function families: folders of ``functions/``, and services in logs and metrics."""

DELIVERED = "Delivered"
GONE = "Gone"
THROTTLED = "Throttled"
"""What became of the posts of a push, as counts."""
STORED = "Stored"
"""Count of pushes whose event is in the log, repeats among them. Who has no open page reads it
there later."""
EVENT_TO_DELIVERY = "EventToDelivery"
"""Milliseconds from an event's ``time``, for an order's end its commit, until its push was posted.
Only of pushes that an open page took."""
CONNECTIONS_OPENED = "ConnectionsOpened"
CONNECTIONS_REFUSED = "ConnectionsRefused"
"""Counts of handshakes, by the authorizer and by ``$connect``. What API Gateway refuses by itself
is in its own ClientError."""
ORDERS_ENDED = {
    FINALIZED: "OrdersFinalized",
    REFUNDED: "OrdersRefunded",
    DECLINED: "OrdersDeclined",
    NEEDS_ATTENTION: "OrdersNeedingAttention",
}
"""Status -> count of the orders that ended so, each once."""
PUSHES_TO_REPEAT = "PushesToRepeat"
"""Count of the queue's messages that were not handled and come again. Emitted only then."""
KEYS_UNAVAILABLE = "KeysUnavailable"
"""Count of times that the authorizer could not get the issuer's keys: each failed fetch, and each
handshake that failed for want of a key. Emitted only then."""

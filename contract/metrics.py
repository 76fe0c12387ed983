"""Metrics that the functions emit, by CloudWatch's names."""

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
PUSHES_TO_REPEAT = "PushesToRepeat"
"""Count of the queue's messages that were not handled and come again. Emitted only then."""
KEYS_UNAVAILABLE = "KeysUnavailable"
"""Count of times that the authorizer could not get the issuer's keys: each failed fetch, and each
handshake that failed for want of a key. Emitted only then."""

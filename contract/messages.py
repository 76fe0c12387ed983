"""Messages between services: pushes, and what waits in the attention queue."""

PUSH_DETAIL_TYPE = "realtime.push"
"""``detail-type`` of an EventBridge event whose detail is a push."""
PUSH = "push"
DISCONNECT = "disconnect"
"""Values of ``operation`` in the push function's input. ``push`` is the default."""

ORDER_NEEDS_ATTENTION = "needs-attention"
BUYER_NOT_TOLD = "buyer-not-told"
"""Values of ``kind`` in a message of the attention queue."""

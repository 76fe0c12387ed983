"""Messages between services: pushes, and what waits in the queues for a person."""

PUSH_DETAIL_TYPE = "realtime.push"
"""``detail-type`` of an EventBridge event whose detail is a push."""
PUSH = "push"
DISCONNECT = "disconnect"
"""Values of ``operation`` in the push function's input. ``push`` is the default."""

ORDER_NEEDS_ATTENTION = "needs-attention"
BUYER_NOT_TOLD = "buyer-not-told"
"""Values of ``kind`` in a message of the attention queue."""
PARKED_RECORD = "parked-record"
"""``kind`` of a message about a record of the orders table's stream that is wrong in itself."""

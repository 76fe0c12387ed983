"""Keys of the DynamoDB tables: the partition key, then the sort key where there is one."""

ORDERS_KEY = ("orderId",)
PRODUCTS_KEY = ("productId",)
PAYMENTS_KEY = ("paymentKey", "entry")
STEPS_KEY = ("orderId", "step")
ALLOWANCES_KEY = ("userId", "minute")
CONNECTIONS_KEY = ("userId", "connectionId")
EVENTS_KEY = ("userId", "itemKey")

EXPIRES_AT = "expiresAt"
"""Attribute that DynamoDB's TTL reads: when the row expires, in Unix seconds."""
STATUS = "status"
"""Attribute of an order that the filters on the orders table's stream read."""

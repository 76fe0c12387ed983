"""The WebSocket protocol ``realtime.v1``: what frames, actions and error codes are called."""

PROTOCOL = "realtime.v1"
"""The subprotocol that a client offers and the server echoes."""
BEARER_PREFIX = "bearer."
"""Prefix of the second subprotocol, which carries the token."""

RESUME = "resume"
PING = "ping"
ACTIONS = (RESUME, PING)
"""Values of ``action`` in a frame from a client, and route keys of the WebSocket API."""

CONNECT, DISCONNECT = "CONNECT", "DISCONNECT"
"""API Gateway's ``eventType`` of a handshake and of a connection's end; a frame's is MESSAGE."""

CONTROL_PREFIX = "realtime."
"""Prefix of the ``type`` of every control frame. No event's type may start with it."""
RESUMED = "realtime.resumed"
PONG = "realtime.pong"
ERROR = "realtime.error"
CONTROL_TYPES = (RESUMED, PONG, ERROR)

MALFORMED = "malformed"
INVALID_AFTER = "invalid-after"
EXPIRED = "token-expired"
TOO_SOON = "too-soon"
VERSION_GONE = "version-gone"
"""Reserved: what a later server will answer to every frame of a version that it spoke once."""
CONNECTION_LIMIT = "connection-limit"
"""The user has too many connections, and this one is the oldest: the server closes it now."""
ERROR_CODES = (MALFORMED, INVALID_AFTER, EXPIRED, TOO_SOON, VERSION_GONE, CONNECTION_LIMIT)
"""Values of ``code`` in a ``realtime.error`` frame."""

SEQUENCE_DIGITS = 20
"""Digits of a ``sequence``, so that sequences sort as texts."""
EPOCH_DIGITS = 16
"""Hexadecimal digits of an ``epoch``, which names one life of a user's log."""
MALFORMED_FRAME = {
    "type": ERROR,
    "code": MALFORMED,
    "message": "A frame must be a JSON object with an action that this stage knows, such as "
    "'resume' or 'ping'.",
}
"""The answer to a frame that no route knows. API Gateway sends it by itself, functions do too."""

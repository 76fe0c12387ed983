"""The WebSocket API's functions: connect, resume, push."""

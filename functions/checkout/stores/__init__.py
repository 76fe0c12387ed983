"""The checkout's tables, and the executions of its saga."""

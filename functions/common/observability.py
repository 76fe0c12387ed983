"""Structured logs and metrics. Powertools reads service and namespace from its own variables.

Never log a whole event: headers and subprotocols contain tokens.
"""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics

logger = Logger(log_uncaught_exceptions=False)


@cache
def metrics() -> Metrics:
    """The function's metrics. Made at first use: only functions that emit have a namespace."""
    return Metrics()

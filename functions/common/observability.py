"""Structured logs and metrics. Service and namespace come from Powertools' own variables.

Neither ever gets a whole event: headers and protocols hold tokens.
"""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics

logger = Logger(log_uncaught_exceptions=False)


@cache
def metrics() -> Metrics:
    """The function's metrics, made at first use: a namespace is needed only to emit."""
    return Metrics()

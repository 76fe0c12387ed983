"""Structured logs and metrics. Powertools reads service and namespace from its own variables.

Never log a whole event: headers and subprotocols contain tokens.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.common.invocation import begin_invocation

# Lambda's runtime sets the root logger to the function's log level. At DEBUG, botocore would log
# every request with its body and its session token.
for _library in ("boto3", "botocore", "jwt", "s3transfer", "urllib3"):
    logging.getLogger(_library).setLevel(max(logging.INFO, logging.getLogger().level))


class InvocationLogger(Logger):
    """A logger that every handler is wrapped in, so the wrapper also notes the invocation's end."""

    def inject_lambda_context(self, handler: Any) -> Any:  # type: ignore[override]
        """Wrap the handler. Powertools' options are left out: no handler uses one."""
        wrapped: Callable[[Any, Any], Any] = super().inject_lambda_context(handler)

        @wraps(wrapped)
        def invoked(event: Any, context: Any) -> Any:
            begin_invocation(context)
            return wrapped(event, context)

        return invoked


logger = InvocationLogger(log_uncaught_exceptions=False)


@cache
def metrics() -> Metrics:
    """The function's metrics. Made at first use: only functions that emit have a namespace."""
    return Metrics()


def count(name: str, value: int = 1) -> None:
    """Emit one count, as a line of the log."""
    metrics().add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics().flush_metrics()

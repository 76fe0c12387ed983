"""Structured logs and metrics. Powertools reads service and namespace from its own variables.

Never log a whole event: headers and subprotocols contain tokens.
"""

from __future__ import annotations

import logging
from functools import cache

from aws_lambda_powertools import Logger, Metrics

# Lambda's runtime sets the root logger to the function's log level. At DEBUG, botocore would log
# every request with its body and its session token.
for _library in ("boto3", "botocore", "jwt", "s3transfer", "urllib3"):
    logging.getLogger(_library).setLevel(max(logging.INFO, logging.getLogger().level))

logger = Logger(log_uncaught_exceptions=False)


@cache
def metrics() -> Metrics:
    """The function's metrics. Made at first use: only functions that emit have a namespace."""
    return Metrics()

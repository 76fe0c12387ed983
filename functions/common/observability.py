"""Structured logs, and what every handler is wrapped in.

A line has the fields that Powertools for AWS Lambda gives it, by the same names: queries and tools
that read them go on. Powertools itself is not used, because importing it took half as long as boto3
with a client. docs/adr/0017 has the figures.

Never log a whole event: headers and subprotocols contain tokens.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from functions.common.environment import service_name
from functions.common.invocation import begin_invocation

# Lambda's runtime sets the root logger to the function's log level. At DEBUG, botocore would log
# every request with its body and its session token.
for _library in ("boto3", "botocore", "jwt", "s3transfer", "urllib3"):
    logging.getLogger(_library).setLevel(max(logging.INFO, logging.getLogger().level))


class JsonLine(logging.Formatter):
    """A record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.invocation: dict[str, Any] = {}
        """What every line says about the present invocation."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "level": record.levelname,
            "location": f"{record.funcName}:{record.lineno}",
            "message": record.getMessage(),
            "timestamp": self.formatTime(record) + time.strftime("%z"),
            "service": service_name(),
            **self.invocation,
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line |= _described(record.exc_info[1], self.formatException(record.exc_info))
        if trace := os.environ.get("_X_AMZN_TRACE_ID"):
            line["xray_trace_id"] = trace.split(";")[0].removeprefix("Root=")
        told = {name: value for name, value in line.items() if value is not None}
        return json.dumps(told, default=str, separators=(",", ":"), ensure_ascii=False)


def _described(error: BaseException, text: str) -> dict[str, Any]:
    """An exception's fields."""
    kind = type(error)
    frames = [
        {"file": frame.filename, "line": frame.lineno, "function": frame.name,
         "statement": frame.line}
        for frame in traceback.extract_tb(error.__traceback__)
    ]  # fmt: skip
    stack = {"type": kind.__name__, "value": error, "module": kind.__module__, "frames": frames}
    return {"exception": text, "exception_name": kind.__name__, "stack_trace": stack}


class FunctionLogger:
    """Writes lines of JSON to the standard output. A call's keyword arguments are fields."""

    def __init__(self) -> None:
        self._line = JsonLine()
        self._cold = True
        self.registered_handler = logging.StreamHandler(sys.stdout)
        self.registered_handler.setFormatter(self._line)
        self.lines = logging.getLogger("functions")
        """Below this class: what decides by level, and where lines go."""
        self.lines.propagate = False  # Lambda's runtime would write every line a second time
        self.lines.handlers = [self.registered_handler]
        self.lines.setLevel(os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO").upper())

    def debug(self, message: str, **fields: object) -> None:
        """For somebody who looks for a fault."""
        self._log(logging.DEBUG, message, fields)

    def info(self, message: str, **fields: object) -> None:
        """What is as it should be."""
        self._log(logging.INFO, message, fields)

    def warning(self, message: str, **fields: object) -> None:
        """What need not be looked at now."""
        self._log(logging.WARNING, message, fields)

    def error(self, message: str, **fields: object) -> None:
        """What somebody has to look at."""
        self._log(logging.ERROR, message, fields)

    def exception(self, message: str, **fields: object) -> None:
        """An error, with the exception that is being handled."""
        self._log(logging.ERROR, message, fields, exc_info=True)

    def _log(
        self, level: int, message: str, fields: dict[str, object], exc_info: bool = False
    ) -> None:
        extra = {"fields": fields}
        self.lines.log(level, message, exc_info=exc_info, extra=extra, stacklevel=3)

    def inject_lambda_context(self, handler: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        """Wrap a handler: lines name the invocation, and calls know when it ends."""

        @wraps(handler)
        def invoked(event: Any, context: Any) -> Any:
            begin_invocation(context)
            self._line.invocation = {
                "cold_start": self._cold,
                "function_name": context.function_name,
                "function_memory_size": int(context.memory_limit_in_mb),
                "function_arn": context.invoked_function_arn,
                "function_request_id": context.aws_request_id,
            }
            self._cold = False
            return handler(event, context)

        return invoked


logger = FunctionLogger()

"""How many bytes an invocation writes to its log: the function's own lines, and Lambda's.

A function's lines are what its handler printed. A value of a metric counts as three characters: a
time that was measured would make the count another one each time.
Lambda's two lines stand for those of the Lambda developer guide, "Monitoring and logging: JSON
log format". Lambda writes them after a success only where the system's log level is INFO or DEBUG.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from functions.common.observability import logger

_ID, _TIME = "79b4f56e-95b1-4643-9700-2807f4e68189", "2026-11-26T12:00:00.000Z"
_METRICS = {"durationMs": 50.0, "billedDurationMs": 50, "memorySizeMB": 256, "maxMemoryUsedMB": 100}
LAMBDAS_LINES = (
    {"time": _TIME, "type": "platform.start", "record": {"requestId": _ID, "version": "$LATEST"}},
    {"time": _TIME, "type": "platform.report",
     "record": {"requestId": _ID, "metrics": _METRICS, "status": "success"}},
)  # fmt: skip
LAMBDAS_BYTES = sum(len(json.dumps(line, separators=(",", ":"))) + 1 for line in LAMBDAS_LINES)
"""Of one invocation that succeeded."""
QUIET = "WARN"
"""The system's log level at which Lambda writes neither of the two."""
_VALUE = re.compile(r"\[\d+(?:\.\d+)?\]")
_COLD = re.compile(r'"cold_start":\s*(true|false)')


class Log:
    """What the handlers print."""

    def __init__(self) -> None:
        self._lines = io.StringIO()

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Print into the log, from here on and within."""
        handler: Any = logger.registered_handler
        handler.setStream(self._lines)
        with contextlib.redirect_stdout(self._lines):
            yield

    def written(self) -> int:
        """The bytes since the last time."""
        text = _VALUE.sub("[0.0]", self._lines.getvalue())
        self._lines.seek(0)
        self._lines.truncate()
        return len(_COLD.sub('"cold_start":false', text).encode())

"""How many bytes an invocation writes to its log: what its handler printed.

A value of a metric counts as three characters: a time that was measured would make the count
another one each time.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any

from functions.common.observability import logger

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

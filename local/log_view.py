"""Shortens a function's log lines for a person at a terminal. No code reads the result."""

from __future__ import annotations

import json
import re

from contract.orders import BUSINESS_ERRORS

UNAUTHORIZED = "Unauthorized"
"""API Gateway's word: an authorizer that raises an error with this text makes it answer 401."""
EXPECTED = (*BUSINESS_ERRORS, UNAUTHORIZED)
"""Errors that are answers. The saga or API Gateway acts on them, so their traceback is hidden."""
ERROR = re.compile(r"\[ERROR\] (?P<name>\w+)(?:: (?P<text>.*))?")
OF_A_TRACEBACK = ("Traceback (most recent call last):", " ", "\xa0")


class LogView:
    """The lines of one log stream, in order."""

    def __init__(self) -> None:
        self._skipping = False

    def show(self, line: str) -> str | None:
        """The line, or None for a line to hide.

        Expected errors lose their traceback. Metrics lose everything but their names and sums.
        """
        if self._skipping and line.startswith(OF_A_TRACEBACK):
            return None
        error = ERROR.fullmatch(line)
        self._skipping = error is not None and error["name"] in EXPECTED
        if error and self._skipping:
            why = "" if error["text"] in (None, "", error["name"]) else f": {error['text']}"
            return f"answered {error['name']}{why}"
        return _metrics(line) or line


def _metrics(line: str) -> str | None:
    """What the embedded metric format measures: ``metrics: Delivered 1, Gone 0``."""
    if not line.startswith('{"_aws"'):
        return None
    try:
        record = json.loads(line)
        names = [
            metric["Name"]
            for directive in record["_aws"]["CloudWatchMetrics"]
            for metric in directive["Metrics"]
        ]
        return "metrics: " + ", ".join(f"{name} {_sum(record[name])}" for name in names)
    except (ValueError, KeyError, TypeError):
        return None  # the line is shown as it is


def _sum(value: float | list[float]) -> str:
    return f"{sum(value) if isinstance(value, list) else value:g}"

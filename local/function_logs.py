"""Tails the functions' logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from local.stage import LocalStage


class FunctionLogs:
    """Answers each log line of each function once.

    The emulator gives events no id, so equal lines of one stream and moment are counted.
    """

    def __init__(self, stage: LocalStage) -> None:
        self._stage = stage
        self._seen: Counter[tuple[str, int, str]] = Counter()

    def new_lines(self) -> Iterator[tuple[str, str]]:
        """(function's logical name, line) of what came since the last call."""
        logs = self._stage.client("logs")
        for name, record in sorted(self._stage.provisioner.functions.items()):
            found: Counter[tuple[str, int, str]] = Counter()
            for event in logs.filter_log_events(logGroupName=record.log_group)["events"]:
                line = (event["logStreamName"], event["timestamp"], event["message"].rstrip())
                found[line] += 1
                if found[line] > self._seen[line]:
                    self._seen[line] += 1
                    yield name.removesuffix("-function"), line[2]

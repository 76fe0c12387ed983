"""Tails the functions' logs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from botocore.exceptions import ClientError

from local.local_stage import LocalStage
from local.log_view import LogView

OVERLAP_MS = 10_000  # lines of concurrent environments arrive out of order
# Lambda's own records say nothing about what the code did.
PLATFORM_LINES = ("INIT_START", "START RequestId", "END RequestId", "REPORT RequestId")

Line = tuple[str, int, str, int]
"""Stream, time in milliseconds, text, and a number that tells equal lines apart: the emulator
gives log events no id."""


class FunctionLogs:
    """Returns each log line of each function once, without Lambda's own records."""

    def __init__(self, stage: LocalStage) -> None:
        self._stage = stage
        self._seen: dict[str, set[Line]] = {}
        self._views: defaultdict[tuple[str, str], LogView] = defaultdict(LogView)

    def new_lines(self) -> Iterator[tuple[str, str]]:
        """The function's name in the program and the line, for each line since the last call."""
        for name, record in sorted(self._stage.provisioner.functions.items()):
            for stream, text in self._new_in(record.log_group):
                if not text or text.startswith(PLATFORM_LINES):
                    continue
                shown = self._views[record.log_group, stream].show(text)
                if shown is not None:
                    yield name.removesuffix("-function"), shown

    def _new_in(self, group: str) -> list[tuple[str, str]]:
        """The group's lines since the last call, oldest first, each with its stream."""
        seen = self._seen.get(group, set())
        since = max((line[1] for line in seen), default=0) - OVERLAP_MS
        pages = self._stage.client("logs").get_paginator("filter_log_events")
        found: dict[Line, str] = {}
        repeats: Counter[tuple[str, int, str]] = Counter()
        try:
            for page in pages.paginate(logGroupName=group, startTime=max(0, since)):
                for event in page["events"]:
                    line = (event["logStreamName"], event["timestamp"], event["message"])
                    repeats[line] += 1
                    found[(*line, repeats[line])] = event["message"].rstrip()
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return []  # the first line creates the group
        # The next call does not read older lines again, so only the overlap's lines are remembered.
        self._seen[group] = set(found) | {line for line in seen if line[1] >= since}
        return [(line[0], text) for line, text in found.items() if line not in seen]

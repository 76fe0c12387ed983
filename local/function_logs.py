"""Tails the functions' logs."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.exceptions import ClientError

from local.stage import LocalStage


class FunctionLogs:
    """Answers each log line of each function once."""

    def __init__(self, stage: LocalStage) -> None:
        self._stage = stage
        self._seen: set[str] = set()

    def new_lines(self) -> Iterator[tuple[str, str]]:
        """(function's logical name, line) of what came since the last call."""
        logs = self._stage.client("logs")
        for name, record in sorted(self._stage.provisioner.functions.items()):
            for group in (record.log_group, f"/aws/lambda/{record.physical_name}"):
                try:
                    events = logs.filter_log_events(logGroupName=group)["events"]
                except ClientError:
                    continue  # this group is not made before the first line
                for event in events:
                    if event["eventId"] not in self._seen:
                        self._seen.add(event["eventId"])
                        yield name.removesuffix("-function"), event["message"].rstrip()

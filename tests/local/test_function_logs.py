"""The log tail gives each line once, on an emulator whose events carry no id."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError

from local.function_logs import FunctionLogs


class Logs:
    """CloudWatch Logs with the emulator's shape of events: no ``eventId``."""

    def __init__(self, groups: dict[str, list[dict[str, Any]]]) -> None:
        self.groups = groups

    def get_paginator(self, operation: str) -> Logs:
        assert operation == "filter_log_events"
        return self

    def paginate(self, **request: Any) -> list[dict[str, Any]]:
        return [self.filter_log_events(**request)]

    def filter_log_events(
        self,
        *,
        logGroupName: str,
        startTime: int = 0,
    ) -> dict[str, Any]:
        if logGroupName not in self.groups:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "FilterLogEvents")
        events = [e for e in self.groups[logGroupName] if e["timestamp"] >= startTime]
        return {"events": events}


def event(at: int, text: str, stream: str = "one") -> dict[str, Any]:
    return {"timestamp": at, "message": text, "logStreamName": stream}


def tail(groups: dict[str, list[dict[str, Any]]]) -> FunctionLogs:
    record = SimpleNamespace(log_group="push-logs", physical_name="push-1")
    stage = SimpleNamespace(
        provisioner=SimpleNamespace(functions={"notifier-push-function": record}),
        client=lambda service: Logs(groups),
    )
    return FunctionLogs(stage)  # type: ignore[arg-type]


def test_each_line_is_given_once() -> None:
    groups = {"push-logs": [event(1, "first\n"), event(2, "second")]}
    logs = tail(groups)
    assert list(logs.new_lines()) == [("notifier-push", "first"), ("notifier-push", "second")]
    assert list(logs.new_lines()) == []
    groups["push-logs"].append(event(3, "third"))
    assert list(logs.new_lines()) == [("notifier-push", "third")]


def test_equal_lines_of_one_moment_are_all_given() -> None:
    groups = {"push-logs": [event(1, "same"), event(1, "same")]}
    logs = tail(groups)
    assert [line for _, line in logs.new_lines()] == ["same", "same"]
    groups["push-logs"].append(event(1, "same"))
    assert [line for _, line in logs.new_lines()] == ["same"]


def test_a_late_line_of_another_environment_is_not_lost() -> None:
    groups = {"push-logs": [event(20_000, "newer")]}
    logs = tail(groups)
    list(logs.new_lines())
    groups["push-logs"].insert(0, event(19_000, "older but late", "two"))
    assert [line for _, line in logs.new_lines()] == ["older but late"]


def test_the_platforms_own_records_are_left_out() -> None:
    records = [event(1, "START RequestId: 1"), event(2, "said"), event(3, "REPORT RequestId: 1")]
    assert [line for _, line in tail({"push-logs": records}).new_lines()] == ["said"]


def test_a_group_that_does_not_exist_yet_has_no_lines() -> None:
    assert list(tail({}).new_lines()) == []

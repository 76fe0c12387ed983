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
    stage: Any = SimpleNamespace(
        provisioner=SimpleNamespace(functions={"notifier-push-function": record}),
        client=lambda service: Logs(groups),
    )
    return FunctionLogs(stage)


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


REFUSED = [
    "[ERROR] OutOfStock: vase-07",
    "Traceback (most recent call last):",
    '\xa0\xa0File "stock.py", line 68, in reserve',
    "\xa0\xa0\xa0\xa0raise OutOfStock",
]
BROKEN = ["[ERROR] KeyError: 'x'", *REFUSED[1:3]]


def test_an_expected_refusal_is_one_line_also_when_its_traceback_comes_in_parts() -> None:
    groups = {"push-logs": [event(n, text) for n, text in enumerate(REFUSED[:2])]}
    logs = tail(groups)
    assert [line for _, line in logs.new_lines()] == ["answered OutOfStock: vase-07"]
    groups["push-logs"] += [event(2, REFUSED[2]), event(2, "of another", "two")]
    groups["push-logs"] += [event(3, REFUSED[3]), event(4, "after it")]
    assert [line for _, line in logs.new_lines()] == ["of another", "after it"]


def test_a_refused_handshake_is_not_said_twice() -> None:
    lines = [event(1, "[ERROR] Unauthorized: Unauthorized"), event(2, REFUSED[1])]
    assert [line for _, line in tail({"push-logs": lines}).new_lines()] == ["answered Unauthorized"]


def test_a_defect_keeps_its_traceback() -> None:
    groups = {"push-logs": [event(n, text) for n, text in enumerate([*REFUSED, *BROKEN])]}
    assert [line for _, line in tail(groups).new_lines()][1:] == BROKEN


def test_metrics_are_one_short_line_and_what_only_looks_like_them_is_shown_as_it_is() -> None:
    metrics = (
        '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["service"]],'
        '"Metrics":[{"Name":"Delivered","Unit":"Count"},{"Name":"Gone","Unit":"Count"}]}]},'
        '"service":"realtime","Delivered":[1.0,2.0],"Gone":0}'
    )
    groups = {"push-logs": [event(1, metrics), event(2, '{"_aws":{}}')]}
    assert [line for _, line in tail(groups).new_lines()] == [
        "metrics: Delivered 3, Gone 0",
        '{"_aws":{}}',
    ]

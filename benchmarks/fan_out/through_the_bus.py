"""A small part of the many users for real: events on the stage's bus until each is in its log."""

from __future__ import annotations

import json
import re
import secrets
import time
from dataclasses import dataclass

from contract.messages import PUSH_DETAIL_TYPE
from contract.metrics import STORED
from local.function_logs import FunctionLogs
from local.local_stage import LocalStage

USERS = 100
ENTRIES_OF_A_PUT = 10
"""EventBridge's PutEvents takes ten events, and each event names one user."""
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Arrived:
    """What the stage made of the events."""

    users: int
    puts: int
    invocations: int
    seconds: float


def send(stage: LocalStage, users: int = USERS) -> Arrived:
    """Put one event for each of ``users`` new users on the bus, and wait for their logs."""
    mark = secrets.token_hex(4)
    names = [f"{mark}-{number}" for number in range(users)]
    logs = FunctionLogs(stage)
    list(logs.new_lines())  # those of before
    began = time.monotonic()
    events = stage.client("events")
    puts = range(0, users, ENTRIES_OF_A_PUT)
    for first in puts:
        entries = [_entry(stage, name) for name in names[first : first + ENTRIES_OF_A_PUT]]
        answer = events.put_events(Entries=entries)
        if answer["FailedEntryCount"]:
            raise RuntimeError(f"the bus refused events: {answer}")
    while not all(_is_stored(stage, name) for name in (names[-1], *names)):
        if time.monotonic() - began > LONGEST_SECONDS:
            raise TimeoutError(f"not every event was stored within {LONGEST_SECONDS} s")
        time.sleep(0.2)
    seconds = time.monotonic() - began
    return Arrived(users, len(puts), _invocations(logs, users), seconds)


def _entry(stage: LocalStage, user_id: str) -> dict[str, str]:
    event = {"id": user_id, "source": "bench", "type": "sale.began", "data": {"percent": 20}}
    return {
        "EventBusName": stage.outputs["event_bus_arn"],
        "Source": "bench",
        "DetailType": PUSH_DETAIL_TYPE,
        "Detail": json.dumps({"userId": user_id, "event": event}),
    }


def _is_stored(stage: LocalStage, user_id: str) -> bool:
    answer = stage.client("dynamodb").query(
        TableName=stage.outputs["events_table"],
        KeyConditionExpression="userId = :user",
        ExpressionAttributeValues={":user": {"S": user_id}},
        Select="COUNT",
        ConsistentRead=True,
    )
    return bool(answer["Count"])


def _invocations(logs: FunctionLogs, users: int) -> int:
    """Each invocation of the consumer writes one line of metrics: how many events it stored."""
    stored: list[int] = []
    deadline = time.monotonic() + 10
    while sum(stored) < users and time.monotonic() < deadline:
        for function, line in logs.new_lines():
            said = re.search(rf"{STORED} (\d+)", line) if "queued" in function else None
            stored += [int(said[1])] if said else []
        time.sleep(0.1)
    return len(stored)

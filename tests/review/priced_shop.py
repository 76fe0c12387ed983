"""A small shop whose bill can be reckoned by hand."""

from __future__ import annotations

import re
from typing import Any

from local.aws_provider import RecordedResource
from planning.program_counts import ALARM, DASHBOARD, FUNCTION
from planning.unit_counts import Bill, Counts
from review.cost import cost
from review.side import Side
from tests.support.sides import resource, side_of

COUNTS = Counts(
    orders={"FINALIZED": Bill(transitions=2, requests=1, invocations={"push": 1})},
    status_read=Bill(),
    resume=Bill(messages=2),
    connection=Bill(units={("open", "CONNECTIONS", "write"): 3}),
    memory_mib={"push": 512},
    lambdas_log_bytes=0,
    alarms=99,
    alarm_metrics=99,
    metrics=99,
    dashboards=99,
)
SETTINGS = {
    "shop:expectedPeakConnections": "1000", "shop:expectedConnectsPerSecond": "10",
    "shop:subscriptionCheckMinutes": "60",
}  # fmt: skip
PARTS = (
    resource(ALARM, "both", metricQueries=[{"metric": {}}, {"metric": {}}, {"expression": "a"}]),
    resource(DASHBOARD, "board"),
    resource(FUNCTION, "push", handler="functions.realtime.push.handler", memorySize=512,
             architectures=["arm64"], loggingConfig={"systemLogLevel": "WARN"}),
)  # fmt: skip
SHOP = side_of(*PARTS, settings=SETTINGS, counts=COUNTS)
TABLE = "aws:dynamodb/table:Table"
NOTIFIER = "realtime:index:RealtimeNotifier$aws:lambda/function:Function"
SAGA = "realtime:index:Saga$aws:sfn/stateMachine:StateMachine"
CHECKOUT = "realtime:index:CheckoutSaga$aws:dynamodb/table:Table"
TWO_OR_THREE_STATES = (
    '{"StartAt": "A", "States": {"A": {"Type": "Choice", "Default": "B", "Choices": [{"Next": '
    '"C"}]}, "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Succeed"}}}'
)


def told(before: Side | None, after: Side | None) -> str:
    return "\n".join(cost(before, after).lines)


def rows(text: str) -> dict[str, tuple[str, str, str]]:
    """Name -> before, after and the third column of each row of the tables."""
    found = re.findall(r"^\| ([^|]+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|", text, re.MULTILINE)
    return {name: (before.strip(), after.strip(), third) for name, before, after, third in found}


def child(chain: str, name: str, /, **inputs: Any) -> dict[str, RecordedResource]:
    """A resource of a component."""
    one = RecordedResource(chain.rpartition("$")[2], inputs)
    return {f"urn:pulumi:dev::tickets::{chain}::{name}": one}

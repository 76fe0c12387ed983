"""When an alarm rings: every metric, threshold and time, in this one place. Pure.

docs/runbook.md has a row for each rule: what is wrong, and what to do first. A test compares both.
A fault that leaves many buyers uninformed rings within five minutes. CloudWatch takes $0.10 a month
for each metric that an alarm looks at.
"""

from __future__ import annotations

from dataclasses import dataclass

from contract.metrics import KEYS_UNAVAILABLE, PUSHES_TO_REPEAT

OF_THE_STAGE = ""
"""Namespace of a metric of our own: the stage's setting names it."""
MISSING_IS_FINE = "notBreaching"
MISSING_CHANGES_NOTHING = "ignore"


@dataclass(frozen=True, kw_only=True)
class AlarmRule:
    """It rings when ``minutes`` of the last ``window`` minutes reach the threshold."""

    suffix: str
    """What the alarm's name adds to the name of what it watches."""
    namespace: str
    metric: str
    statistic: str
    threshold: int = 1
    minutes: int = 1
    window: int = 1
    missing: str = MISSING_IS_FINE
    """What data that is missing means, in CloudWatch's words."""
    means: str
    """The alarm's description."""

    @property
    def rings(self) -> str:
        """The rule as the runbook has it."""
        times = f"{self.minutes} of {self.window} minutes" if self.window > 1 else "1 minute"
        return f"{self.metric}, {self.statistic} ≥ {self.threshold:,} in {times}"


def _waiting(suffix: str, means: str) -> AlarmRule:
    """From the first message until the queue is empty. An idle queue stops sending metrics."""
    return AlarmRule(
        suffix=suffix,
        namespace="AWS/SQS",
        metric="ApproximateNumberOfMessagesVisible",
        statistic="Maximum",
        missing=MISSING_CHANGES_NOTHING,
        means=means,
    )


def _sustained(suffix: str, namespace: str, metric: str, means: str) -> AlarmRule:
    """A fault that lasts, and not the single one that a retry mends.

    The window is long, so that a shop with an order in ten minutes rings too.
    """
    return AlarmRule(
        suffix=suffix,
        namespace=namespace,
        metric=metric,
        statistic="Sum",
        minutes=3,
        window=30,
        means=means,
    )


def _bad_end(kind: str, metric: str) -> AlarmRule:
    return AlarmRule(
        suffix=f"-{kind}-alarm",
        namespace="AWS/States",
        metric=metric,
        statistic="Sum",
        means=f"A saga's execution was {kind}; see docs/runbook.md.",
    )


BAD_ENDS = (
    _bad_end("failed", "ExecutionsFailed"),
    _bad_end("timed-out", "ExecutionsTimedOut"),
    _bad_end("aborted", "ExecutionsAborted"),
)
ATTENTION = _waiting("-attention-alarm", "Orders wait for a person; see docs/runbook.md.")
LOST_ENDS = _waiting(
    "-lost-ends-alarm",
    "Executions that ended badly, and that no queue was told of; see docs/runbook.md.",
)
LOST_STARTS = _waiting(
    "-lost-starts-alarm", "Orders whose saga was not started; see docs/runbook.md."
)
LOST_ANNOUNCEMENTS = _waiting(
    "-lost-announcements-alarm",
    "Orders' ends that other services were not told of; see docs/runbook.md.",
)
PUSH_DEAD_LETTERS = _waiting(
    "-push-dead-letters-alarm",
    "Events for users that could not be pushed; see docs/runbook.md.",
)
STREAM_AGE = AlarmRule(
    suffix="-stream-age-alarm",
    namespace="AWS/Lambda",
    metric="IteratorAge",
    statistic="Maximum",
    threshold=60_000,
    minutes=2,
    window=10,
    means="Records of the orders table's stream wait for over a minute; see docs/runbook.md.",
)
PUSHES_REPEATED = _sustained(
    "-pushes-repeated-alarm",
    OF_THE_STAGE,
    PUSHES_TO_REPEAT,
    "Events of the bus fail again and again to be pushed; see docs/runbook.md.",
)
"""A message that fails is no error of its function. The queue's age does not tell either: SQS
leaves out what was received more than three times."""
KEYS_MISSING = AlarmRule(
    suffix="-keys-unavailable-alarm",
    namespace=OF_THE_STAGE,
    metric=KEYS_UNAVAILABLE,
    statistic="Sum",
    means="The issuer's keys cannot be fetched, so handshakes fail, or will once the known keys "
    "are too old; see docs/runbook.md.",
)
PUSH_QUEUE_AGE = AlarmRule(
    suffix="-push-queue-age-alarm",
    namespace="AWS/SQS",
    metric="ApproximateAgeOfOldestMessage",
    statistic="Maximum",
    threshold=120,
    minutes=2,
    window=2,
    means="Events of the bus wait for two minutes to be pushed; see docs/runbook.md.",
)
FUNCTION_ERRORS = _sustained(
    "-function-errors-alarm",
    "AWS/Lambda",
    "Errors",
    "Functions end in errors or time-outs; see docs/runbook.md.",
)
FUNCTION_THROTTLES = _sustained(
    "-function-throttles-alarm",
    "AWS/Lambda",
    "Throttles",
    "Lambda refuses to run functions: too many at once; see docs/runbook.md.",
)
SOCKET_ERRORS = _sustained(
    "-socket-errors-alarm",
    "AWS/ApiGateway",
    "ExecutionError",
    "API Gateway cannot call what is behind the WebSocket; see docs/runbook.md.",
)
SOCKET_REFUSALS = AlarmRule(
    suffix="-socket-refusals-alarm",
    namespace="AWS/ApiGateway",
    metric="ClientError",
    statistic="Sum",
    threshold=600,
    minutes=3,
    window=5,
    means="Ten handshakes or frames a second are refused: bad tokens, or throttled routes; see "
    "docs/runbook.md.",
)
HTTP_ERRORS = _sustained(
    "-http-errors-alarm",
    "AWS/ApiGateway",
    "5xx",
    "The HTTP API answers buyers with server errors; see docs/runbook.md.",
)
RULES = (*BAD_ENDS, ATTENTION, LOST_ENDS, LOST_STARTS, LOST_ANNOUNCEMENTS, PUSH_DEAD_LETTERS,
         STREAM_AGE, PUSH_QUEUE_AGE, PUSHES_REPEATED, KEYS_MISSING, FUNCTION_ERRORS,
         FUNCTION_THROTTLES, SOCKET_ERRORS, SOCKET_REFUSALS, HTTP_ERRORS)  # fmt: skip

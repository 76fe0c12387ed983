"""AWS quotas that limit a stage, each as AWS grants it to a usual account in us-east-1.

What a stage exports of them is in ``components/quotas.py``, what a load needs of them in
``planning/``.
"""

from __future__ import annotations

from dataclasses import dataclass

CHECKED = "2026-11-24"
_API_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html"
_ACCOUNT = "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_LAMBDA_SCALING = "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html"
_STEP_FUNCTIONS = "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"
_EVENTBRIDGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"
_DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"
_ON_DEMAND = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"
)
_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"


@dataclass(frozen=True)
class Quota:
    """One limit of AWS: ``value`` in ``unit``; ``code`` is Service Quotas' name for it."""

    name: str
    value: int
    unit: str
    code: str | None
    adjustable: bool
    source: str
    checked: str = CHECKED
    service: str = "Amazon API Gateway"
    """As Service Quotas lists it."""
    setting: str | None = None
    """What raises it without asking AWS: a setting of the resource."""


NEW_CONNECTIONS = Quota(
    "new WebSocket connections", 500, "per second per account and Region", "L-9ED1E49A", True,
    _API_GATEWAY,
)  # fmt: skip
STEADY_RATE = Quota(
    "steady request rate, shared by HTTP, REST, WebSocket and callbacks", 10_000,
    "requests per second per account and Region (2,500 in some Regions)", "L-8A5B8E43", True,
    _ACCOUNT,
)  # fmt: skip
CONNECTION_DURATION = Quota("connection duration", 7_200, "seconds", None, False, _API_GATEWAY)
IDLE_TIMEOUT = Quota("idle time-out", 600, "seconds", None, False, _API_GATEWAY)
MESSAGE_SIZE = Quota("message payload", 131_072, "bytes", None, False, _API_GATEWAY)
FRAME_SIZE = Quota("frame size", 32_768, "bytes", None, False, _API_GATEWAY)
INTEGRATION_TIMEOUT = Quota("integration time-out", 29, "seconds", None, False, _API_GATEWAY)
AUTHORIZER_RESULT = Quota("authorizer result", 8_192, "bytes", None, False, _API_GATEWAY)

QUOTAS: tuple[Quota, ...] = (
    NEW_CONNECTIONS, STEADY_RATE, CONNECTION_DURATION, IDLE_TIMEOUT, MESSAGE_SIZE, FRAME_SIZE,
    INTEGRATION_TIMEOUT, AUTHORIZER_RESULT,
)  # fmt: skip

_LATER = "2026-11-26"
CONCURRENT_EXECUTIONS = Quota(
    "concurrent executions", 1_000, "at once per account and Region (a new account may have 10)",
    "L-B99A9384", True, _LAMBDA, _LATER, "AWS Lambda",
)  # fmt: skip
SCALING = Quota(
    "execution environments that a function may add", 1_000, "in each 10 seconds, per function",
    None, False, _LAMBDA_SCALING, _LATER, "AWS Lambda",
)  # fmt: skip
START_EXECUTION = Quota(
    "StartExecution throttle token refill rate per second", 300,
    "per second per account and Region (150 in some Regions), after a burst of 1,300",
    None, True, _STEP_FUNCTIONS, _LATER, "AWS Step Functions",
)  # fmt: skip
STATE_TRANSITIONS = Quota(
    "StateTransition throttle token refill rate per second", 5_000,
    "per second per account and Region (800 in some Regions), of Standard workflows",
    None, True, _STEP_FUNCTIONS, _LATER, "AWS Step Functions",
)  # fmt: skip
PUT_EVENTS = Quota(
    "PutEvents throttle limit in transactions per second", 10_000,
    "per second per account and Region (400 to 2,400 in most others)", "L-9B653E91", True,
    _EVENTBRIDGE, _LATER, "Amazon EventBridge",
)  # fmt: skip
TABLE_WRITES = Quota(
    "table-level write throughput limit", 40_000, "write units per second per table",
    "L-AB614373", True, _DYNAMODB, _LATER, "Amazon DynamoDB",
)  # fmt: skip
TABLE_READS = Quota(
    "table-level read throughput limit", 40_000, "read units per second per table",
    "L-CF0CBE56", True, _DYNAMODB, _LATER, "Amazon DynamoDB",
)  # fmt: skip
NEW_TABLE_WRITES = Quota(
    "write units of a new table", 4_000,
    "per second at once; then twice its highest traffic so far",
    None, True, _ON_DEMAND, _LATER, "Amazon DynamoDB", "warm throughput",
)  # fmt: skip
NEW_TABLE_READS = Quota(
    "read units of a new table", 12_000,
    "per second at once; then twice its highest traffic so far",
    None, True, _ON_DEMAND, _LATER, "Amazon DynamoDB", "warm throughput",
)  # fmt: skip
IN_FLIGHT = Quota(
    "messages in flight", 120_000, "per queue; a standard queue bounds no rate", None, True, _SQS,
    _LATER, "Amazon SQS",
)  # fmt: skip

HEARTBEAT_SECONDS = 300
"""What the browser client sends, half of the idle time-out."""
REQUESTS_PER_PROOF = 2
"""Of a page that proves its subscription: the frame and its answer, which is a callback."""
REQUESTS_PER_CONNECT = 3
"""The handshake, the first resume and its answer."""

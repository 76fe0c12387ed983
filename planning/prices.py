"""AWS's prices: the one table from which everything in this repository is reckoned. Pure.

US dollars, us-east-1, without the free amounts of an account. ``dated`` is the day on which AWS
published the price list that has it. Its pages show no date, and for most services we found no
list: for them there is only the day on which we read a stored copy of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

READ = "2026-11-26"
MILLION = 1_000_000
API_GATEWAY, APPSYNC, CLOUDWATCH = "API Gateway", "AppSync Events", "CloudWatch"
DATA_OUT, DYNAMODB, EVENTBRIDGE = "Data out", "DynamoDB", "EventBridge"
LAMBDA, SQS, STEP_FUNCTIONS, XRAY = "Lambda", "SQS", "Step Functions", "X-Ray"
PAGES = {
    API_GATEWAY: "https://aws.amazon.com/api-gateway/pricing/",
    APPSYNC: "https://aws.amazon.com/appsync/pricing/",
    CLOUDWATCH: "https://aws.amazon.com/cloudwatch/pricing/",
    DATA_OUT: "https://aws.amazon.com/ec2/pricing/on-demand/",
    DYNAMODB: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    EVENTBRIDGE: "https://aws.amazon.com/eventbridge/pricing/",
    LAMBDA: "https://aws.amazon.com/lambda/pricing/",
    SQS: "https://aws.amazon.com/sqs/pricing/",
    STEP_FUNCTIONS: "https://aws.amazon.com/step-functions/pricing/",
    XRAY: "https://aws.amazon.com/xray/pricing/",
}


def dollars(amount: float) -> str:
    """The amount with all its digits, and two behind the point unless it is whole."""
    if amount == int(amount):
        return f"${amount:.0f}"
    digits = f"{amount:.10f}".rstrip("0")
    return f"${digits}" if len(digits.split(".")[1]) > 1 else f"${amount:.2f}"


@dataclass(frozen=True)
class Price:
    """``amount`` dollars for ``per`` units of ``what``."""

    service: str
    what: str
    amount: float
    per: int = 1
    dated: str | None = None
    """The date of the price list; ``None`` if there is only the page, which shows none."""
    beyond: tuple[tuple[float, float], ...] = ()
    """Lower prices within a month: from this quantity on, this amount. Ascending."""

    @property
    def source(self) -> str:
        """The page with the price."""
        return PAGES[self.service]

    def cost(self, quantity: float) -> float:
        """Dollars of a month's quantity."""
        total, amount, begins = 0.0, self.amount, 0.0
        for start, lower in self.beyond:
            total += (min(quantity, start) - begins) * amount
            if quantity <= start:
                return total / self.per
            amount, begins = lower, start
        return (total + (quantity - begins) * amount) / self.per

    def __str__(self) -> str:
        unit = f"million {self.what}" if self.per == MILLION else self.what
        return f"{dollars(self.amount)} per {unit}"


_GATEWAY, _LAMBDA, _DYNAMODB = "2026-09-21", "2026-09-19", "2026-09-11"

TRANSITION = Price(STEP_FUNCTIONS, "state transitions", 25.0, MILLION)
MESSAGE = Price(API_GATEWAY, "WebSocket messages of 32 KB", 1.0, MILLION, _GATEWAY)
CONNECTION_MINUTE = Price(API_GATEWAY, "connection minutes", 0.25, MILLION, _GATEWAY)
REQUEST = Price(
    API_GATEWAY, "HTTP requests", 1.0, MILLION, _GATEWAY, beyond=((300 * MILLION, 0.9),)
)
INVOCATION = Price(LAMBDA, "invocations", 0.20, MILLION, _LAMBDA)
GB_SECOND = Price(
    LAMBDA, "GB-second on arm64", 0.0000133334, 1, _LAMBDA,
    beyond=((7.5e9, 0.0000120001), (18.75e9, 0.0000106667)),
)  # fmt: skip
GB_SECOND_X86 = Price(
    LAMBDA, "GB-second on x86_64", 0.0000166667, 1,
    beyond=((6e9, 0.000015), (15e9, 0.0000133334)),
)  # fmt: skip
"""Its tiers begin where AWS announced them, 10 and 20 percent lower:
https://aws.amazon.com/blogs/compute/introducing-tiered-pricing-for-aws-lambda/."""
WRITE = Price(DYNAMODB, "write units", 0.625, MILLION, _DYNAMODB)
READ_UNIT = Price(DYNAMODB, "read units", 0.125, MILLION, _DYNAMODB)
STORAGE = Price(DYNAMODB, "GB-month", 0.25, 1, _DYNAMODB)
EVENT = Price(EVENTBRIDGE, "events", 1.0, MILLION)
QUEUE_REQUEST = Price(SQS, "requests to a queue", 0.40, MILLION)
LOG_GB = Price(CLOUDWATCH, "GB of logs taken in", 0.50)
ALARM = Price(CLOUDWATCH, "alarm's metric and month", 0.10)
METRIC = Price(CLOUDWATCH, "metric of ours and month", 0.30)
DASHBOARD = Price(CLOUDWATCH, "dashboard and month", 3.0)
TRACE = Price(XRAY, "traces recorded", 5.0, MILLION)
OUT_GB = Price(DATA_OUT, "GB sent out", 0.09)
EVENT_API_OPERATION = Price(APPSYNC, "operations of 5 KB", 1.0, MILLION, _DYNAMODB)
EVENT_API_MINUTE = Price(APPSYNC, "connection minutes", 0.08, MILLION, _DYNAMODB)

PRICES: tuple[Price, ...] = (
    TRANSITION, MESSAGE, CONNECTION_MINUTE, REQUEST, INVOCATION, GB_SECOND, GB_SECOND_X86,
    WRITE, READ_UNIT, STORAGE, EVENT, QUEUE_REQUEST, LOG_GB, ALARM, METRIC, DASHBOARD, TRACE,
    OUT_GB, EVENT_API_OPERATION, EVENT_API_MINUTE,
)  # fmt: skip

NOT_PRICED: tuple[str, ...] = (
    "what the tables and the logs store: it grows with the age of the stage",
    "sign-ins: they cost by users a month, and an issuer of your own has its own price",
    "lower prices of large amounts, but for HTTP requests and Lambda's time: they were on no page "
    "that we could read",
    "bytes of responses that a function streams: their price was on no page that we could read",
    "headers of answers and TLS: data out counts bodies and frames",
    "retries, refunds, X-Ray, a firewall, support and taxes",
)
"""What no figure here contains."""

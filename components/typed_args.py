"""Types of the components' Args.

Written by ``make settings`` from the declarations: the components' ``args.py``, ``saga/steps.py``
and ``building_blocks/common_args.py``. Edit those.
"""

# No `from __future__ import annotations`: Pulumi's analyser reads annotations unevaluated.

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class RealtimeNotifierArgs(TypedDict):
    """Arguments of ``RealtimeNotifier``."""

    allowed_origins: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Exact origins, such as https://shop.example.com or capacitor://localhost, whose pages may use
    the API. No wildcard. The HTTP API's CORS takes http and https only: apps and browser extensions
    call it natively."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """ARN of the ACM certificate for the API's own domain name, in the API's Region. It is required
    with a domain name; no certificate is made."""
    hosted_zone_id: NotRequired[pulumi.Input[str]]
    """Id of the Route 53 hosted zone that gets an alias record for the domain name. When omitted,
    point the name at API Gateway yourself."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete what holds data. Set it in production. Default false."""
    alarm_topic_arns: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """ARNs of SNS topics, 5 at most. Alarms notify them of what could not be handled. Without a
    topic the alarms only show in CloudWatch."""
    push_queue_concurrency: NotRequired[int]
    """Most concurrent runs of the function that pushes the bus's events. 0 sets no limit. 0, or 2
    to 1000. Default 0."""
    xray_tracing: NotRequired[bool]
    """Send traces of functions and state machines to AWS X-Ray. A trace begins at the function or
    the state machine: API Gateway's HTTP and WebSocket APIs do not take part in X-Ray. Default
    false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies. The component builds its own when omitted."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days that CloudWatch keeps the logs. One of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365,
    400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Default 14."""
    log_level: NotRequired[str]
    """The functions log lines of this severity and above. One of INFO, DEBUG. Default INFO."""
    metrics_namespace: NotRequired[str]
    """CloudWatch namespace of the functions' own metrics. Give each stage of an account its own.
    Default RealtimeCheckout."""
    reserved_concurrency: NotRequired[int]
    """Concurrent runs that each function behind a browser's request has for itself, and no more
    than that: a flood on a route cannot take those of the others. 0 reserves nothing. A stage has
    seven such functions: four behind the WebSocket, three behind the HTTP API. AWS refuses a
    reservation that leaves an account less than 100 unreserved, and a new account has 10 in all. 0,
    or 1 to 1000. Default 0."""
    oidc_issuer: NotRequired[pulumi.Input[str]]
    """``iss`` of the JWTs, an https address. Required unless ``authorizer`` is given."""
    oidc_audience: NotRequired[pulumi.Input[str]]
    """``aud`` or ``client_id`` of the JWTs. Required unless ``authorizer`` is given."""
    oidc_jwks_url: NotRequired[pulumi.Input[str]]
    """Where the issuer publishes its keys, if not at ``<oidc_issuer>/.well-known/jwks.json``."""
    authorizer: NotRequired[pulumi.Input[str]]
    """``AWS_IAM``, or the ARN of your own REQUEST authorizer function, whose context must hold
    ``userId`` and may hold ``tokenExpiresAt`` (Unix seconds). When omitted the component verifies
    JWTs itself."""
    routes: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Messages of your own from a page: value of ``action`` in a frame -> ARN of the Lambda
    function that gets it, 50 at most. ``resume``, ``ping`` and names with ``$`` are the notifier's.
    ``route_rate_limit`` bounds each."""
    websocket_domain_name: NotRequired[pulumi.Input[str]]
    """Domain name of the WebSocket API, such as ws.example.com. No HTTP API can share it. API
    Gateway's own address when omitted."""
    max_connections_per_user: NotRequired[pulumi.Input[int]]
    """Tabs and devices of one user at once. A further connection closes the oldest one. 1 to 100.
    Default 20."""
    replay_window_hours: NotRequired[pulumi.Input[int]]
    """Hours for which a page that was away can resume missed events. 1 to 168. Default 24."""
    event_bus_arn: NotRequired[pulumi.Input[str]]
    """Bus whose ``realtime.push`` events are pushed. The component makes one when omitted."""
    subscription_check_minutes: NotRequired[int]
    """Minutes without an event after which a page proves its subscription: the longest that a page
    can be live but deaf. Each proof costs a message each way, an invocation and one read request,
    so a large stage may want a longer time. 10 to 110. Default 10."""
    connect_rate_limit: NotRequired[int]
    """Steady requests per second on ``$connect``, and as many on ``resume``: the two routes whose
    functions cost most. At 0.2 s each, 100 a second keep 40 of the account's concurrent executions
    busy, and 6,000 pages are back a minute after an outage. Bursts may have twice as many. A stage
    with more pages needs more: each page connects every two hours at least and resumes every
    ``subscription_check_minutes``. 1 to 10000. Default 100."""
    route_rate_limit: NotRequired[int]
    """Steady requests per second on each of your ``routes``, all pages together. Bursts may have
    twice as many. 1 to 10000. Default 100."""
    throttling_rate_limit: NotRequired[pulumi.Input[int]]
    """Steady requests per second on each other route. API Gateway answers most of them by itself:
    pings, and frames that are no request. 1 to 10000. Default 1000."""
    throttling_burst_limit: NotRequired[pulumi.Input[int]]
    """Burst of requests on each other route. 1 to 5000. Default 2000."""
    expected_peak_connections: NotRequired[int]
    """Connections open at once at the peak. Only feeds the quota notes and their warnings. 1 to
    100000000. Default 1000."""
    expected_connects_per_second: NotRequired[int]
    """New connections per second at the peak. Only feeds the quota notes and their warnings. 1 to
    100000000. Default 50."""
    manage_api_gateway_account: NotRequired[bool]
    """Own the CloudWatch role by which API Gateway writes logs. There is one in an account and
    Region: true in exactly one of its stacks, the one that is destroyed last. Without the role the
    other stacks' WebSocket APIs write no logs. Default true."""


class CheckoutSagaArgs(TypedDict):
    """Arguments of ``CheckoutSaga``."""

    allowed_origins: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Exact origins, such as https://shop.example.com or capacitor://localhost, whose pages may use
    the API. No wildcard. The HTTP API's CORS takes http and https only: apps and browser extensions
    call it natively."""
    push_function_arn: pulumi.Input[str]
    """Function that takes ``{"userId", "event"}``: ``RealtimeNotifier.push_function_arn``."""
    oidc_issuer: pulumi.Input[str]
    """``iss`` of the buyers' JWTs, an https address."""
    oidc_audience: pulumi.Input[str]
    """``aud`` or ``client_id`` of the buyers' JWTs."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """ARN of the ACM certificate for the API's own domain name, in the API's Region. It is required
    with a domain name; no certificate is made."""
    hosted_zone_id: NotRequired[pulumi.Input[str]]
    """Id of the Route 53 hosted zone that gets an alias record for the domain name. When omitted,
    point the name at API Gateway yourself."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete what holds data. Set it in production. Default false."""
    alarm_topic_arns: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """ARNs of SNS topics, 5 at most. Alarms notify them of what could not be handled. Without a
    topic the alarms only show in CloudWatch."""
    xray_tracing: NotRequired[bool]
    """Send traces of functions and state machines to AWS X-Ray. A trace begins at the function or
    the state machine: API Gateway's HTTP and WebSocket APIs do not take part in X-Ray. Default
    false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies. The component builds its own when omitted."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days that CloudWatch keeps the logs. One of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365,
    400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Default 14."""
    log_level: NotRequired[str]
    """The functions log lines of this severity and above. One of INFO, DEBUG. Default INFO."""
    metrics_namespace: NotRequired[str]
    """CloudWatch namespace of the functions' own metrics. Give each stage of an account its own.
    Default RealtimeCheckout."""
    reserved_concurrency: NotRequired[int]
    """Concurrent runs that each function behind a browser's request has for itself, and no more
    than that: a flood on a route cannot take those of the others. 0 reserves nothing. A stage has
    seven such functions: four behind the WebSocket, three behind the HTTP API. AWS refuses a
    reservation that leaves an account less than 100 unreserved, and a new account has 10 in all. 0,
    or 1 to 1000. Default 0."""
    event_bus_arn: NotRequired[pulumi.Input[str]]
    """Bus on which each order's end is announced to other services, as ``order.finalized`` and so
    on. Nothing is announced when omitted."""
    allowed_headers: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """Request headers, in lower case, that your pages may send besides ``authorization``,
    ``content-type`` and ``idempotency-key``; 20 at most. Tracing agents add such as
    ``traceparent``: a header that is not allowed fails the preflight."""
    http_domain_name: NotRequired[pulumi.Input[str]]
    """Domain name of the HTTP API, such as api.example.com. No WebSocket API can share it. API
    Gateway's own address, which stays open, when omitted."""
    checkouts_per_minute: NotRequired[pulumi.Input[int]]
    """New orders that one buyer may place in a minute. One more is answered with 429 and when to
    try again. Repeats of an order do not count. 1 to 1000. Default 10."""
    throttling_rate_limit: NotRequired[pulumi.Input[int]]
    """Steady requests per second on each route. 1 to 10000. Default 500."""
    throttling_burst_limit: NotRequired[pulumi.Input[int]]
    """Burst of requests on each route. 1 to 5000. Default 1000."""


class Retry(TypedDict):
    """How often a task is tried again, with doubling and full jitter."""

    max_attempts: NotRequired[int]
    """Tries after the first one. Compensations and commits get 15, at most 60 s apart, and so does
    a function that Lambda throttled: it did not run. 0 to 20. Default 3."""
    interval_seconds: NotRequired[int]
    """Longest wait before the first retry, in seconds. 1 to 300. Default 1."""
    max_delay_seconds: NotRequired[int]
    """Upper bound of a wait, in seconds. More than ``interval_seconds``. 2 to 3600. Default 10."""


class SagaStep(TypedDict):
    """One forward step and the compensation that undoes it."""

    name: str
    """Verb and noun in snake case, such as ``charge_payment``. Unique in the saga."""
    function_arn: pulumi.Input[str]
    """Function that does the step, idempotently by ``orderId`` and ``step``."""
    compensation_name: NotRequired[str]
    """Name of the compensation, such as ``refund_payment``. Comes with ``compensation_arn``."""
    timeout_seconds: NotRequired[int]
    """Longest duration of one try of the step or its compensation, in seconds. 1 to 900. Default
    15."""
    retry: NotRequired[Retry]
    """Retry of Lambda's and Step Functions' own transient errors."""
    retry_on: NotRequired[Sequence[str]]
    """Errors of the step's own that mean that nothing was done. They are retried like the transient
    ones. An error that may hide an effect does not belong here: it is compensated."""
    business_errors: NotRequired[Mapping[str, str]]
    """Errors by which the step says no for a business reason -> the order's status, REFUNDED or
    DECLINED. Never retried. The buyer reads the error's name as the order's reason."""
    ambiguous: NotRequired[Sequence[str]]
    """Errors that may hide an effect. They are compensated and never retried, not even the
    transient ones. The buyer reads the name of one that is the step's own as the order's reason."""
    parallel_group: NotRequired[str]
    """Neighbouring steps with the same group run in parallel. When one fails, all of them are
    undone, in reverse. A step without a group runs alone."""
    input: NotRequired[Mapping[str, str]]
    """Name -> JSONPath into the order, such as ``{"amount": "$.order.amountMinor"}``: what the step
    gets under ``input`` in place of the whole order. An order that lacks a path starts nothing."""
    compensation_arn: NotRequired[pulumi.Input[str]]
    """Function that undoes the step. It is also called when the step may never have taken effect.
    It then has to keep a late forward step from taking effect."""


class SagaArgs(TypedDict):
    """Arguments of ``Saga``."""

    steps: Sequence[SagaStep]
    """The forward steps in their order, at least one. Neighbours with the same ``parallel_group``
    run in parallel."""
    push_function_arn: pulumi.Input[str]
    """Function that pushes the outcome to the buyer: ``RealtimeNotifier.push_function_arn``."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete what holds data. Set it in production. Default false."""
    xray_tracing: NotRequired[bool]
    """Send traces of functions and state machines to AWS X-Ray. A trace begins at the function or
    the state machine: API Gateway's HTTP and WebSocket APIs do not take part in X-Ray. Default
    false."""
    layer_arn: NotRequired[pulumi.Input[str]]
    """Layer with the functions' dependencies. The component builds its own when omitted."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days that CloudWatch keeps the logs. One of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365,
    400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653. Default 14."""
    log_level: NotRequired[str]
    """The functions log lines of this severity and above. One of INFO, DEBUG. Default INFO."""
    metrics_namespace: NotRequired[str]
    """CloudWatch namespace of the functions' own metrics. Give each stage of an account its own.
    Default RealtimeCheckout."""
    alarm_topic_arns: NotRequired[pulumi.Input[Sequence[pulumi.Input[str]]]]
    """ARNs of SNS topics, 5 at most. Alarms notify them of what could not be handled. Without a
    topic the alarms only show in CloudWatch."""
    outcome_function_arn: NotRequired[pulumi.Input[str]]
    """Function that ends orders by conditional writes. When omitted the component makes one, with a
    table of its own that keeps how each order ended: for orders that no table of yours has. Input
    ``{"order", "transition", "eventSource", "failure"?, "businessErrors"?}`` with ``transition``
    one of finalize, fence_finalize, undo, need_attention, resolve. Answer ``{"userId", "status",
    "event"}`` of the order as it is stored. The function of
    ``functions/checkout/commit_outcome.py`` ends any order that is stored with ``orderId``,
    ``userId``, ``amountMinor``, ``currency`` and ``status`` PENDING. The error OutcomeRefused is
    not retried."""
    commit_name: NotRequired[str]
    """Snake-case name of the last state, which commits FINALIZED. Default commit_outcome."""
    event_source: NotRequired[str]
    """``source`` of the saga's outcome events: a URI-reference of 256 characters at most. Give each
    saga one of its own: a user's events are told apart by ``source`` and ``id``. Default
    checkout."""


class UserDirectoryArgs(TypedDict):
    """Arguments of ``UserDirectory``."""

    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete what holds data. Set it in production. Default false."""
    open_sign_up: NotRequired[bool]
    """Let anybody create an account in the stage's own user pool, with an e-mail address that they
    verify. By default administrators create the users. Default false."""


class StageDashboardArgs(TypedDict):
    """Arguments of ``StageDashboard``."""

    widgets: Sequence[pulumi.Input[str]]
    """Outputs ``dashboard_widgets`` of the components to show, in the order in which they
    appear."""
    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Refuse to delete what holds data. Set it in production. Default false."""

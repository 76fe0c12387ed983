"""Declares and checks the Args of ``RealtimeNotifier``.

From this declaration, ``make settings`` writes the ``TypedDict`` ``RealtimeNotifierArgs`` and
Pulumi.yaml's ``config``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.building_blocks.addresses import FUNCTION_ARN
from components.building_blocks.args_errors import Place
from components.building_blocks.args_resolution import check_given, resolve
from components.building_blocks.common_args import (
    MUST_BE_ISSUER,
    AlarmSettings,
    BrowserSettings,
    FunctionSettings,
    ProtectionSettings,
    QueueSettings,
    https_address,
)
from components.building_blocks.domain_args import DomainSettings, check_domain, domain_name
from components.building_blocks.field_kinds import flag, inputs_mapping, text, whole_number
from components.realtime_notifier.route_actions import check_routes
from contract.limits import MAX_CONNECTIONS_PER_USER

NAME = "RealtimeNotifier"
AWS_IAM = "AWS_IAM"
_NUMBER = "pulumi.Input[int]"


@dataclass(frozen=True, kw_only=True)
class NotifierSettings(
    BrowserSettings,
    FunctionSettings,
    QueueSettings,
    AlarmSettings,
    ProtectionSettings,
    DomainSettings,
):
    """The Args of a notifier, checked, with defaults filled in."""

    oidc_issuer: pulumi.Input[str] | None = https_address(
        "`iss` of the JWTs, an https address. Required unless `authorizer` is given.",
        MUST_BE_ISSUER,
    )
    oidc_audience: pulumi.Input[str] | None = text(
        "`aud` or `client_id` of the JWTs. Required unless `authorizer` is given."
    )
    oidc_jwks_url: pulumi.Input[str] | None = https_address(
        "Where the issuer publishes its keys, if not at `<oidc_issuer>/.well-known/jwks.json`.",
        "the https address of a JSON Web Key Set, such as https://login.example.com/keys",
    )
    authorizer: pulumi.Input[str] | None = text(
        "`AWS_IAM`, or the ARN of your own REQUEST authorizer function, whose context must hold "
        "`userId` and may hold `tokenExpiresAt` (Unix seconds). When omitted the component "
        "verifies JWTs itself.",
        pattern=re.compile(f"{AWS_IAM}|{FUNCTION_ARN.pattern}"),
        must=f"{AWS_IAM!r} or the ARN of a Lambda function; leave it out to have JWTs verified",
    )
    routes: Mapping[str, pulumi.Input[str]] | None = inputs_mapping(
        "Messages of your own from a page: value of `action` in a frame -> ARN of the Lambda "
        "function that gets it, 50 at most. `resume`, `ping` and names with `$` are the "
        "notifier's. `route_rate_limit` bounds each.",
        check_routes,
    )
    websocket_domain_name: pulumi.Input[str] | None = domain_name(
        "Domain name of the WebSocket API, such as ws.example.com. No HTTP API can share it. API "
        "Gateway's own address when omitted.",
        "ws.example.com",
    )
    max_connections_per_user: pulumi.Input[int] = whole_number(
        "Tabs and devices of one user at once. A further connection closes the oldest one.",
        low=1, high=MAX_CONNECTIONS_PER_USER, default=20, args_type=_NUMBER,
    )  # fmt: skip
    replay_window_hours: pulumi.Input[int] = whole_number(
        "Hours for which a page that was away can resume missed events.",
        low=1, high=168, default=24, args_type=_NUMBER,
    )  # fmt: skip
    event_bus_arn: pulumi.Input[str] | None = text(
        "Bus whose `realtime.push` events are pushed. The component makes one when omitted."
    )
    subscription_check_minutes: int = whole_number(
        "Minutes without an event after which a page proves its subscription: the longest that a "
        "page can be live but deaf. Each proof costs a message each way, an invocation and one "
        "read request, so a large stage may want a longer time.",
        low=10, high=110, default=10,
    )  # fmt: skip
    connect_rate_limit: int = whole_number(
        "Steady requests per second on `$connect`, and as many on `resume`: the two routes whose "
        "functions cost most. At 0.2 s each, 100 a second keep 40 of the account's concurrent "
        "executions busy, and 6,000 pages are back a minute after an outage. Bursts may have "
        "twice as many. A stage with more pages needs more: each page connects every two hours "
        "at least and resumes every `subscription_check_minutes`.",
        low=1, high=10_000, default=100,
    )  # fmt: skip
    route_rate_limit: int = whole_number(
        "Steady requests per second on each of your `routes`, all pages together. Bursts may have "
        "twice as many.",
        low=1, high=10_000, default=100,
    )  # fmt: skip
    throttling_rate_limit: pulumi.Input[int] = whole_number(
        "Steady requests per second on each other route. API Gateway answers most of them by "
        "itself: pings, and frames that are no request.",
        low=1, high=10_000, default=1000, args_type=_NUMBER,
    )  # fmt: skip
    throttling_burst_limit: pulumi.Input[int] = whole_number(
        "Burst of requests on each other route.",
        low=1, high=5000, default=2000, args_type=_NUMBER,
    )  # fmt: skip
    expected_peak_connections: int = whole_number(
        "Connections open at once at the peak. Only feeds the quota notes and their warnings.",
        low=1, high=100_000_000, default=1000,
    )  # fmt: skip
    expected_connects_per_second: int = whole_number(
        "New connections per second at the peak. Only feeds the quota notes and their warnings.",
        low=1, high=100_000_000, default=50,
    )  # fmt: skip
    manage_api_gateway_account: bool = flag(
        "Own the CloudWatch role by which API Gateway writes logs. There is one in an account and "
        "Region: true in exactly one of its stacks, the one that is destroyed last. Without the "
        "role the other stacks' WebSocket APIs write no logs.",
        default=True,
    )


def resolve_args(args: object, name: str = "") -> NotifierSettings:
    """The Args, checked. ``ArgsError`` names the field, the value and what is allowed."""
    place = Place(NAME, name=name)
    resolved = resolve(NotifierSettings, place, args)
    check_domain(
        place,
        "websocket_domain_name",
        resolved.websocket_domain_name,
        resolved.certificate_arn,
    )
    if resolved.authorizer is None:
        for field in ("oidc_issuer", "oidc_audience"):
            if getattr(resolved, field) is None:
                empty = isinstance(args, Mapping) and args.get(field) == ""
                raise place.of(field).error(
                    f"is required but {'is empty; give it a value' if empty else 'was not given'}"
                    f"{'' if empty else '; add it'}, or set authorizer to authorize connections "
                    "otherwise"
                )
    return resolved


def check_args(args: Mapping[str, object]) -> None:
    """Check each field that is given by itself, and a domain name with its certificate. Other
    missing fields are no error."""
    check_given(NotifierSettings, Place(NAME), args)
    check_domain(
        Place(NAME),
        "websocket_domain_name",
        args.get("websocket_domain_name"),
        args.get("certificate_arn"),
    )

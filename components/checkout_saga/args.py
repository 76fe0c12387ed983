"""Declares and checks the Args of ``CheckoutSaga``.

``make settings`` writes the ``TypedDict`` ``CheckoutSagaArgs`` from this declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.building_blocks.addresses import check_header
from components.building_blocks.args_errors import Place
from components.building_blocks.args_resolution import check_given, resolve
from components.building_blocks.common_args import (
    MUST_BE_ISSUER,
    AlarmSettings,
    BrowserSettings,
    FunctionSettings,
    ProtectionSettings,
    Texts,
    https_address,
)
from components.building_blocks.domain_args import DomainSettings, check_domain, domain_name
from components.building_blocks.field_kinds import listing, text, whole_number

NAME = "CheckoutSaga"
MAX_ALLOWED_HEADERS = 20


@dataclass(frozen=True, kw_only=True)
class CheckoutSettings(
    BrowserSettings, FunctionSettings, AlarmSettings, ProtectionSettings, DomainSettings
):
    """The Args of a checkout, checked, with defaults filled in."""

    push_function_arn: pulumi.Input[str] = text(
        'Function that takes `{"userId", "event"}`: `RealtimeNotifier.push_function_arn`.',
        required=True,
    )
    oidc_issuer: pulumi.Input[str] = https_address(
        "`iss` of the buyers' JWTs, an https address.", MUST_BE_ISSUER, required=True
    )
    oidc_audience: pulumi.Input[str] = text(
        "`aud` or `client_id` of the buyers' JWTs.", required=True
    )
    event_bus_arn: pulumi.Input[str] | None = text(
        "Bus on which each order's end is announced to other services, as `order.finalized` and "
        "so on. Nothing is announced when omitted."
    )
    allowed_headers: Texts = listing(
        "Request headers, in lower case, that your pages may send besides `authorization`, "
        f"`content-type` and `idempotency-key`; {MAX_ALLOWED_HEADERS} at most. Tracing agents add "
        "such as `traceparent`: a header that is not allowed fails the preflight.",
        f"a list of {MAX_ALLOWED_HEADERS} header names at most",
        entry=check_header,
        most=MAX_ALLOWED_HEADERS,
        args_type="pulumi.Input[Sequence[pulumi.Input[str]]]",
    )
    http_domain_name: pulumi.Input[str] | None = domain_name(
        "Domain name of the HTTP API, such as api.example.com. No WebSocket API can share it. API "
        "Gateway's own address, which stays open, when omitted.",
        "api.example.com",
    )
    checkouts_per_minute: pulumi.Input[int] = whole_number(
        "New orders that one buyer may place in a minute. One more is answered with 429 and when "
        "to try again. Repeats of an order do not count.",
        low=1, high=1000, default=10, args_type="pulumi.Input[int]",
    )  # fmt: skip
    throttling_rate_limit: pulumi.Input[int] = whole_number(
        "Steady requests per second on each route.",
        low=1, high=10_000, default=500, args_type="pulumi.Input[int]",
    )  # fmt: skip
    throttling_burst_limit: pulumi.Input[int] = whole_number(
        "Burst of requests on each route.",
        low=1, high=5000, default=1000, args_type="pulumi.Input[int]",
    )  # fmt: skip


def resolve_args(args: object, name: str = "") -> CheckoutSettings:
    """The Args, checked. ``ArgsError`` names the field, the value and what is allowed."""
    place = Place(NAME, name=name)
    resolved = resolve(CheckoutSettings, place, args)
    check_domain(place, "http_domain_name", resolved.http_domain_name, resolved.certificate_arn)
    return resolved


def check_args(args: Mapping[str, object]) -> None:
    """Check each field that is given by itself, and a domain name with its certificate. Other
    missing fields are no error."""
    check_given(CheckoutSettings, Place(NAME), args)
    check_domain(
        Place(NAME), "http_domain_name", args.get("http_domain_name"), args.get("certificate_arn")
    )

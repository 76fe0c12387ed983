"""Args of a component whose API may have a domain name of the team's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pulumi

from components.building_blocks.args_errors import Place
from components.building_blocks.field_kinds import text

_CERTIFICATE_ARN = re.compile(r"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/[A-Za-z0-9-]+")
_ZONE_ID = re.compile(r"Z[A-Z0-9]{1,31}")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")


@dataclass(frozen=True, kw_only=True)
class DomainSettings:
    """What an API with a domain name of its own needs besides the name."""

    certificate_arn: pulumi.Input[str] | None = text(
        "ARN of the ACM certificate for the API's own domain name, in the API's Region. It is "
        "required with a domain name; no certificate is made.",
        pattern=_CERTIFICATE_ARN,
        must="the ARN of an ACM certificate, such as arn:aws:acm:us-east-1:123456789012:"
        "certificate/12345678-1234-1234-1234-123456789012",
    )
    hosted_zone_id: pulumi.Input[str] | None = text(
        "Id of the Route 53 hosted zone that gets an alias record for the domain name. When "
        "omitted, point the name at API Gateway yourself.",
        pattern=_ZONE_ID,
        must="the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ (without "
        "/hostedzone/)",
    )


def domain_name(meaning: str, example: str) -> Any:
    """The domain name of an API."""
    return text(
        meaning,
        pattern=_DOMAIN,
        must=f"a domain name in lower case without scheme, port, path or '*', such as {example}",
    )


def check_domain(args: Place, field: str, domain: object, certificate_arn: object) -> None:
    """Raise ``ArgsError`` for a domain name in ``field`` without a certificate."""
    if domain and not certificate_arn:
        raise args.of("certificate_arn").error(
            f"is required with {field}, but was not given; set it to the ARN of an ACM "
            "certificate of the API's Region for that name, or leave the name out"
        )

"""Route 53: the records of custom domains."""

from __future__ import annotations

from local.aws_provider.checks import Length, OneOf
from local.aws_provider.combinations import Excludes, Needed, OneOfThese
from local.aws_provider.paths import words
from local.aws_provider.rules import V5, ResourceRules

TYPES = (
    "SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS",
    "TLSA", "SSHFP", "SVCB", "HTTPS",
)  # fmt: skip

RULES = (
    ResourceRules(
        "aws:route53/record:Record",
        "route53/record.go",
        V5,
        replacing=words("name zoneId"),
        checks=(
            OneOf("type", TYPES),
            OneOfThese("aliases", ("records",)),
            Excludes("aliases", ("ttl",)),
            Needed("records", "ttl"),
            Length("aliases[].name", 1, 1024),
            Length("aliases[].zoneId", 1, 32),
            Length("zoneId", 1, 1024),
        ),
        unordered=words("records"),
        autonamed="",
        regional=False,
    ),
)

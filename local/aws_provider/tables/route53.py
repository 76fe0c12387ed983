"""Route 53: the records of custom domains."""

from __future__ import annotations

from local.aws_provider.rules import V5_14, ResourceRules

RULES = (
    ResourceRules(
        "aws:route53/record:Record",
        "route53/record.go",
        V5_14,
        replacing=frozenset({"name", "zoneId"}),
        regional=False,
    ),
)

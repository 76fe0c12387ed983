"""What the AWS provider refuses, and what it replaces: known without a CLI and without AWS.

Pulumi's provider is a bridge to Terraform's. Its rules stand in Go, one file for each resource
type; ``tables`` names them for the types that the program uses.
"""

from __future__ import annotations

from local.aws_provider.rules import ALL, ResourceRules
from local.aws_provider.tables import BY_TYPE, UnknownTypeError, rules_of

__all__ = ["ALL", "BY_TYPE", "ResourceRules", "UnknownTypeError", "replaced_by", "rules_of"]

REGION = "region"


def replaced_by(resource_type: str) -> frozenset[str]:
    """Input paths (camelCase) whose change replaces a resource of the type; ``ALL`` for every one.

    Raises ``UnknownTypeError`` for a type without an entry.
    """
    rules = rules_of(resource_type)
    if rules.replacing == ALL or not rules.regional:
        return rules.replacing
    return rules.replacing | {REGION}

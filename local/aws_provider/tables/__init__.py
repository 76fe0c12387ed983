"""The provider's rules by resource type, one file for each service."""

from __future__ import annotations

from local.aws_provider.rules import ResourceRules
from local.aws_provider.tables import (
    api_gateway,
    api_gateway_routes,
    cloudwatch,
    cognito,
    dynamodb,
    event_bridge,
    functions,
    iam,
    route53,
    sqs,
    step_functions,
)

BY_TYPE: dict[str, ResourceRules] = {
    rules.type: rules
    for service in (
        api_gateway, api_gateway_routes, cloudwatch, cognito, dynamodb, event_bridge, functions,
        iam, route53, sqs, step_functions,
    )
    for rules in service.RULES
}  # fmt: skip
"""Every resource type that the program uses, by its token."""


class UnknownTypeError(LookupError):
    """A resource type without an entry."""


def rules_of(resource_type: str) -> ResourceRules:
    """The rules of one type. Raises ``UnknownTypeError``, which says how to add an entry."""
    rules = BY_TYPE.get(resource_type)
    if rules is None:
        raise UnknownTypeError(
            f"{resource_type}: the provider's rules are not known; read its file below "
            "internal/service of hashicorp/terraform-provider-aws and add an entry to its "
            "service's file in local/aws_provider/tables"
        )
    return rules

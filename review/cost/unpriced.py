"""What a stage has that costs something and is in no figure, counted by type. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from local.aws_provider import RecordedProgram, RecordedResource, short_type
from planning.program_counts import ALARM, DASHBOARD, FUNCTION, module_of
from review.cost.components import is_ours
from review.sagas.machines import STATE_MACHINE
from review.text.markdown import code, listed

TABLE = "aws:dynamodb/table:Table"
FREE = re.compile(
    r"aws:(iam/.*|apigateway/account:.*|apigatewayv2/(?!api:).*|appautoscaling/.*"
    r"|cognito/(?!userPool:|identityPool:).*|acm/.*"
    r"|cloudwatch/(event(?!Archive|Api).*|log(Group|ResourcePolicy|SubscriptionFilter):.*)"
    r"|ec2/(vpc|subnet|.*route.*|.*securityGroup.*|internetGateway|networkAcl.*|keyPair"
    r"|launchTemplate|vpcDhcp.*):.*"
    r"|lambda/(?!function:|provisioned).*|s3/bucket(?!:|V2:|Object).+|sns/topic.+:.*"
    r"|sqs/(queuePolicy|redrive.*):.*|vpc/.*[rR]ule:.*|budgets/.*|resourcegroups/.*)",
)
"""Types that AWS asks nothing for, or whose use another line contains."""
IN_EVERY_STAGE = frozenset({"aws:cognito/userPool:UserPool"})
"""What every plan names as not priced: sign-ins."""
MOST = 8


def unpriced(
    record: RecordedProgram, counted: Collection[str], priced_machines: Collection[str]
) -> Counter[str]:
    """How many of each type. ``counted``: modules of functions whose invocations were counted."""
    return Counter(
        _label(one)
        for urn, one in record.resources.items()
        if one.type.startswith("aws:")
        and urn not in priced_machines
        and not _is_priced(urn, one, counted)
    )


def in_words(old: Counter[str], new: Counter[str]) -> str:
    """Markdown: each type with its number, those first that differ from before."""
    names = sorted({*old, *new}, key=lambda name: (old[name] == new[name], name))
    return listed((_counted(name, old[name], new[name]) for name in names), MOST)


def _counted(name: str, was: int, now: int) -> str:
    return f"{now or 'no'} {name}" + (f" (before: {was or 'none'})" if was != now else "")


def _is_priced(urn: str, one: RecordedResource, counted: Collection[str]) -> bool:
    if one.type in (ALARM, DASHBOARD, *IN_EVERY_STAGE) or FREE.fullmatch(one.type):
        return True
    if one.type == FUNCTION:
        return module_of(one) in counted
    return is_ours(urn) and one.type != STATE_MACHINE and not _is_provisioned(one)


def _is_provisioned(one: RecordedResource) -> bool:
    return one.type == TABLE and one.inputs.get("billingMode", "PROVISIONED") == "PROVISIONED"


def _label(one: RecordedResource) -> str:
    return code(short_type(one.type)) + (" with fixed capacity" if _is_provisioned(one) else "")

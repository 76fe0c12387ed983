"""To whom documents open a resource or a role: nobody unnamed, and no whole account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .documents import allow_statements, as_list
from .iam_grants import OF_RESOURCES, grants
from .registered import Registered
from .rule import Resource, Rule, Severity

# Keys of a condition that say who may.
WHO = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
       "aws:sourceowner", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
       "aws:principalaccount", "aws:principalarn", "aws:principalorgid",
       "aws:principalorgpaths")  # fmt: skip
# Operators that a request can meet which does not have the key, or has any other value.
LOOSE = re.compile(r"not|null|ifexists|forallvalues", re.IGNORECASE)
# Values that everybody meets, such as an ARN of any account.
ANYBODY = re.compile(
    r"[*?]+|arn(?::[^:]*){0,3}:\*|arn:[^:]*:[^:]*:[^:]*:[*?]+:.*|arn:[^:]*:[^:]*:[^:]*::[*?/]+"
    r"|0\.0\.0\.0/0|::/0"
)
WHOLE_ACCOUNT = re.compile(r"\d{12}|arn:[^:]*:iam::\d{12}:root")


def _open_to_all(resource: Resource, _: Registered) -> Iterator[str]:
    if resource.inputs.get("principal") == "*" and not resource.inputs.get("condition"):
        yield "every AWS account may use it"
    for statement in grants(resource):
        if _everybody(statement.get("Principal")) and not _says_who(statement.get("Condition")):
            yield f"everybody may do {', '.join(map(str, as_list(statement['Action'])))}"


def _everybody(principal: Any) -> bool:
    kinds = principal.values() if isinstance(principal, Mapping) else [principal]
    return any("*" in as_list(named) for named in kinds)


def _says_who(condition: Any) -> bool:
    operators = condition if isinstance(condition, Mapping) else {}
    return any(
        str(key).lower() in WHO and not any(ANYBODY.fullmatch(str(one)) for one in as_list(values))
        for operator, keys in operators.items()
        if not LOOSE.search(operator)
        for key, values in keys.items()
    )


def _trusts_an_account(role: Resource, _: Registered) -> Iterator[str]:
    for statement in allow_statements(role.inputs.get("assumeRolePolicy")):
        principal = statement.get("Principal")
        for named in as_list(principal.get("AWS", []) if isinstance(principal, Mapping) else []):
            if WHOLE_ACCOUNT.fullmatch(str(named)) and not statement.get("Condition"):
                yield f"whoever the account {named} lets may assume the role"


RULES = (
    Rule(
        id="no-public-principal",
        severity=Severity.MANDATORY,
        holds="A resource or a role is open to named principals, or to everybody under a "
        "condition that says who.",
        remedy="name the principal, or add a condition such as aws:SourceArn",
        kinds=("Role", *OF_RESOURCES),
        check=_open_to_all,
        source="IAM user guide, JSON policy elements: Principal",
    ),
    Rule(
        id="role-trusts-no-account",
        severity=Severity.ADVISORY,
        holds="A role trusts services or named principals, or an account under a condition.",
        remedy="name the role that may assume it, or add a condition such as sts:ExternalId",
        kinds=("Role",),
        check=_trusts_an_account,
        source="IAM user guide, The confused deputy problem",
    ),
)

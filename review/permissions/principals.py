"""Who a statement is about: principals, and the functions behind a role. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.aws_provider import RecordedProgram, RecordedResource, name_of
from local.placeholders import ACCOUNT
from review.permissions.arn_words import named
from review.permissions.arns import in_words
from review.text.kinds import words_of
from review.text.markdown import code

EVERYBODY = "everybody"
SERVICES = {
    "apigateway": "API Gateway",
    "delivery.logs": "the delivery of logs",
    "dynamodb": "DynamoDB",
    "events": "EventBridge",
    "lambda": "Lambda",
    "logs": "CloudWatch Logs",
    "pipes": "EventBridge Pipes",
    "s3": "S3",
    "scheduler": "EventBridge Scheduler",
    "sns": "SNS",
    "sqs": "SQS",
    "states": "Step Functions",
}
"""Services by what stands before ``.amazonaws.com`` in their principals."""
ROLE = "aws:iam/role:Role"
_TAKES_A_ROLE = re.compile(r"role|credentials", re.IGNORECASE)
_ROLE_ARN = re.compile(r"arn:[^:]*:iam::(?P<account>[^:]*):role/(?:.*/)?(?P<name>[^/]+)")
_ANY_ARN = re.compile(r"arn:[^:]*:[^:]*:[^:]*:(?P<account>[^:]*):.*")
_ACCOUNT = re.compile(r"(?:arn:[^:]*:iam::)?(?P<account>\d{12})(?::root)?")


@dataclass(frozen=True)
class Who:
    """Somebody in words, and whether a wildcard names them."""

    words: str
    wide: bool = False


class Roles:
    """The roles of a program, and what works with each."""

    def __init__(self, record: RecordedProgram) -> None:
        self._users: defaultdict[str, set[str]] = defaultdict(set)
        self._roles = {urn for urn, one in record.resources.items() if one.type == ROLE}
        self._by_name = {f"{{{name_of(urn)}}}": urn for urn in sorted(self._roles)}
        for urn, one in record.resources.items():
            for key in one.inputs:
                if _TAKES_A_ROLE.search(key) and not one.type.startswith("aws:iam/"):
                    for role in self._named(one, key):
                        self._users[role].add(words_of(urn, one.type))

    def of(self, resource: RecordedResource, key: str) -> list[Who]:
        """Who works with the role that a property names: its users, or the role itself."""
        found = self._named(resource, key)
        if found:
            return [who for urn in sorted(found) for who in self.behind(urn)]
        return [Who(f"role {named(str(resource.inputs.get(key, '')))}")]

    def _named(self, resource: RecordedResource, key: str) -> set[str]:
        """The program's roles in a property: by where it comes from, else by its text."""
        given = re.findall(r"\{[^{}]+\}", str(resource.inputs.get(key, "")))
        by_text = {self._by_name[one] for one in given if one in self._by_name}
        return {*resource.sources.get(key, ())} & self._roles or by_text

    def behind(self, urn: str) -> list[Who]:
        """The users of a role; the role itself, where nothing of the program uses it."""
        users = self._users.get(urn)
        return [*map(Who, sorted(users))] if users else [Who(f"role {code(name_of(urn))}")]


def principals_of(statement: Mapping[str, Any]) -> Iterator[Who]:
    """The principals of a statement of a policy that belongs to a resource."""
    if "NotPrincipal" in statement:
        excepted = sorted(one.words for one in _principals(statement["NotPrincipal"]))
        yield Who(f"{EVERYBODY} but {', '.join(excepted)}", wide=True)
        return
    yield from sorted(set(_principals(statement.get("Principal"))), key=lambda one: one.words)


def _principals(principal: Any) -> Iterator[Who]:
    if not isinstance(principal, Mapping):
        yield principal_in_words("AWS", str(principal))
        return
    for kind, values in principal.items():
        for value in values if isinstance(values, list) else [values]:
            yield principal_in_words(str(kind), str(value))


def principal_in_words(kind: str, value: str) -> Who:
    """One principal: a service, an account, a role, or everybody."""
    if value == "*":
        return Who(EVERYBODY, wide=True)
    if kind == "Service" or value.endswith(".amazonaws.com"):
        short = value.removesuffix(".amazonaws.com")
        return Who(SERVICES.get(short) or code(value))
    if kind == "Federated":
        return Who(f"whoever signs in with {in_words(value)}")
    account = _ACCOUNT.fullmatch(value)
    if account:
        own = account["account"] == ACCOUNT
        return Who("this account" if own else f"account {code(account['account'])}")
    role = _ROLE_ARN.fullmatch(value)
    if role and role["account"] == ACCOUNT:
        return Who(f"role {named(role['name'])}")
    words = in_words(value)
    other = _ANY_ARN.fullmatch(value)
    if other and other["account"] not in ("", ACCOUNT) and "account" not in words:
        words += f" of account {code(other['account'])}"
    return Who(words, wide="*" in value)

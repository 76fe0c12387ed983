"""User pools: passwords, tokens, and what a stranger can learn of who has an account."""

from __future__ import annotations

from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import is_on, number

LONG_ENOUGH = 12
AT_LEAST = 8
CLASSES = ("requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols")


def _weak_passwords(pool: Resource, _: Registered) -> Iterator[str]:
    policy = pool.inputs.get("passwordPolicy")
    if not policy:  # Cognito's own: 8 characters of all four classes
        return
    length = number(policy.get("minimumLength", AT_LEAST))
    every_class = all(is_on(policy.get(one)) for one in CLASSES)
    if length < (AT_LEAST if every_class else LONG_ENOUGH):
        classes = "of all classes" if every_class else "of some classes"
        yield f"a password of {length:g} characters {classes} is enough"


def _deletable(pool: Resource, _: Registered) -> Iterator[str]:
    if pool.inputs.get("deletionProtection") != "ACTIVE":
        yield "it can be deleted with all its users"


def _tokens_stay(client: Resource, _: Registered) -> Iterator[str]:
    if not is_on(client.inputs.get("enableTokenRevocation", True)):
        yield "a refresh token that was stolen cannot be revoked"


def _tells_who_exists(client: Resource, _: Registered) -> Iterator[str]:
    if client.inputs.get("preventUserExistenceErrors") != "ENABLED":
        yield "a failed sign-in tells a stranger whether the account exists"


RULES = (
    Rule(
        id="user-pool-passwords-strong",
        severity=Severity.MANDATORY,
        holds="A password has 12 characters, or 8 with lower and upper case, numbers and symbols.",
        remedy="raise minimum_length, or require all four classes",
        kinds=("UserPool",),
        check=_weak_passwords,
        source="AWS Security Hub, Cognito.3; this project: length counts as much as symbols",
    ),
    Rule(
        id="user-pool-deletion-protected",
        severity=Severity.MANDATORY,
        holds="In production a user pool cannot be deleted.",
        remedy="set deletion_protection to ACTIVE (a component's deletion_protection)",
        kinds=("UserPool",),
        check=_deletable,
        source="Cognito developer guide, User pool deletion protection",
        production=True,
    ),
    Rule(
        id="user-pool-client-revokes-tokens",
        severity=Severity.MANDATORY,
        holds="A client's refresh tokens can be revoked. They can when nothing is set.",
        remedy="leave out enable_token_revocation",
        kinds=("UserPoolClient",),
        check=_tokens_stay,
        source="Cognito developer guide, Ending user sessions with token revocation",
    ),
    Rule(
        id="user-pool-client-hides-users",
        severity=Severity.MANDATORY,
        holds="A client does not tell whether an account exists.",
        remedy="set prevent_user_existence_errors to ENABLED",
        kinds=("UserPoolClient",),
        check=_tells_who_exists,
        source="Cognito developer guide, Managing user existence error responses",
    ),
)

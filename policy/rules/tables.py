"""Tables: what they hold survives a mistake. DynamoDB encrypts every table by itself."""

from __future__ import annotations

from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity
from .values import is_on


def _expires(table: Resource) -> bool:
    return is_on((table.inputs.get("ttl") or {}).get("enabled"))


def _recovery(table: Resource) -> bool | None:
    """Whether it can be recovered; ``None`` where the program does not say."""
    recovery = table.inputs.get("pointInTimeRecovery")
    return None if recovery is None else is_on(recovery.get("enabled"))


def _not_recoverable(table: Resource, _: Registered) -> Iterator[str]:
    recovery = _recovery(table)
    if recovery is None:
        yield "it does not say whether it can be recovered, so it cannot"
    elif not recovery and not _expires(table):
        yield "what is deleted by mistake is gone"


def _deletable(table: Resource, _: Registered) -> Iterator[str]:
    holds_data = not _expires(table) or _recovery(table)
    if holds_data and not is_on(table.inputs.get("deletionProtectionEnabled")):
        yield "it can be deleted with all that it holds"


def _not_scaling(table: Resource, registered: Registered) -> Iterator[str]:
    if table.inputs.get("billingMode", "PROVISIONED") != "PROVISIONED":
        return
    own = f"table/{table.inputs.get('name') or table.outputs['name']}"
    targets = registered.of_type("ScalingTarget")
    if not any(target.inputs.get("resourceId") == own for target in targets):
        yield "its capacity is fixed, and requests above it are refused"


RULES = (
    Rule(
        id="table-recoverable",
        severity=Severity.MANDATORY,
        holds="In production a table has point-in-time recovery. One whose rows expire may say "
        "that it has none.",
        remedy="set point_in_time_recovery",
        kinds=("Table",),
        check=_not_recoverable,
        source="AWS Security Hub, DynamoDB.2",
        production=True,
    ),
    Rule(
        id="table-deletion-protected",
        severity=Severity.MANDATORY,
        holds="In production a table that holds data cannot be deleted. Rows that expire and are "
        "not recovered are no such data.",
        remedy="set deletion_protection_enabled (a component's deletion_protection)",
        kinds=("Table",),
        check=_deletable,
        source="AWS Security Hub, DynamoDB.6",
        production=True,
    ),
    Rule(
        id="table-scales",
        severity=Severity.ADVISORY,
        holds="A table takes requests on demand, or its capacity follows its load.",
        remedy="set billing_mode to PAY_PER_REQUEST",
        kinds=("Table",),
        check=_not_scaling,
        source="AWS Security Hub, DynamoDB.1",
        alone=False,
    ),
)

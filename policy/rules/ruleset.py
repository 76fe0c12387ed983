"""All rules, in the order in which docs/policies.md lists them."""

from __future__ import annotations

from . import (
    api_routes,
    api_stages,
    event_sources,
    event_targets,
    function_environment,
    functions,
    iam_grants,
    iam_principals,
    iam_roles,
    invocations,
    origins,
    permissions,
    queues,
    sign_in,
    state_machines,
    state_timeouts,
    tables,
    watching,
)
from .rule import Rule

GROUPS: dict[str, tuple[Rule, ...]] = {
    "APIs": (*api_routes.RULES, *api_stages.RULES, *origins.RULES),
    "Functions": (
        *functions.RULES,
        *function_environment.RULES,
        *invocations.RULES,
        *permissions.RULES,
    ),
    "IAM": (*iam_grants.RULES, *iam_principals.RULES, *iam_roles.RULES),
    "State machines": (*state_machines.RULES, *state_timeouts.RULES),
    "Queues and events": (*queues.RULES, *event_targets.RULES, *event_sources.RULES),
    "Data": tables.RULES,
    "Sign-in": sign_in.RULES,
    "Logs and alarms": watching.RULES,
}
"""The rules by what they are about."""

RULES: tuple[Rule, ...] = tuple(rule for group in GROUPS.values() for rule in group)

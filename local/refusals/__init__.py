"""Finds what would not work on AWS in what the program registered. The emulator accepts it.

A refusal names a defect of one of four kinds. Pulumi's AWS provider refuses it at preview, such as
a name that is too long. AWS refuses it, such as an invalid state machine. It fails at run time,
such as a missing permission. Or this project forbids it, such as a wildcard policy.
"""

from __future__ import annotations

from collections.abc import Sequence

from local.program import RegisteredResource
from local.refusals import (
    api_gateway,
    functions,
    permissions,
    provider,
    queues,
    state_machines,
)
from local.refusals.registered import Registered


def find_refusals(resources: Sequence[RegisteredResource]) -> list[str]:
    """One sentence for each reason, with the resource's name. Empty when there is none."""
    registered = Registered(resources)
    return [
        *permissions.missing_permissions(registered),
        *permissions.wide_policies(registered),
        *permissions.grants_of_nothing(registered),
        *permissions.oversized_policies(registered),
        *state_machines.invalid_definitions(registered),
        *state_machines.uninvocable_functions(registered),
        *state_machines.unreachable_queues(registered),
        *api_gateway.broken_routes(registered),
        *api_gateway.broken_authorizers(registered),
        *api_gateway.refused_origins(registered),
        *api_gateway.broken_stages(registered),
        *functions.broken_functions(registered),
        *queues.undeliverable_events(registered),
        *queues.replaced_policies(registered),
        *queues.broken_event_sources(registered),
        *provider.refused_values(registered),
    ]

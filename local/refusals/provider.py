"""What Pulumi's AWS provider itself refuses, at preview and before any call to AWS."""

from __future__ import annotations

from collections.abc import Iterator

from local.aws_provider import BY_TYPE, violations
from local.refusals.registered import Registered


def refused_values(registered: Registered) -> Iterator[str]:
    """One sentence for each value. Types without an entry in the tables are passed over."""
    for resource in registered.of_aws():
        if resource.type in BY_TYPE:
            yield from violations(resource)

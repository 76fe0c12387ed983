"""URNs of resources, and of what they were called before: as Pulumi's engine makes them."""

from __future__ import annotations

from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"


def urn_of(stack: str, project: str, resource_type: str, name: str, parent: str) -> str:
    """``urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>``."""
    lineage = resource_type
    if parent:
        parent_types = parent.split("::")[2]
        if parent_types != STACK_TYPE:
            lineage = f"{parent_types}${resource_type}"
    return f"urn:pulumi:{stack}::{project}::{lineage}::{name}"


def aliases_of(request: Any, stack: str, project: str) -> list[str]:
    """The URNs that a registration's own aliases stand for."""
    urns = [*request.aliasURNs]
    for alias in request.aliases:
        spec = alias.spec
        parent = "" if spec.noParent else spec.parentUrn or request.parent
        urns.append(
            alias.urn
            or urn_of(
                spec.stack or stack,
                spec.project or project,
                spec.type or request.type,
                spec.name or request.name,
                parent,
            )
        )
    return urns

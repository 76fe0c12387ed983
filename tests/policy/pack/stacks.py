"""A stack as the engine has it: every resource with a URN of that stack."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from local.program import RegisteredResource
from policy.rules import Finding


def in_stack(resources: Sequence[RegisteredResource], stack: str) -> list[RegisteredResource]:
    """The resources with URNs of the stack of that name."""
    urns = {one.urn: f"urn:pulumi:{stack}::shop::{one.type}::{one.name}" for one in resources}
    return [
        dataclasses.replace(
            one, urn=urns[one.urn], dependencies=[urns.get(urn, urn) for urn in one.dependencies]
        )
        for one in resources
    ]


def of_findings(found: Iterable[Finding]) -> list[tuple[str, str]]:
    """Findings as the pack says them: policy and message."""
    return sorted((one.rule.id, f"{one.name}: {one.problem}.") for one in found)

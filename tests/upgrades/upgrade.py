"""What an upgrade from a recorded version would delete or replace."""

from __future__ import annotations

from collections.abc import Sequence

from local.aws_provider import Registration, earlier_urns
from local.program import RegisteredResource
from tools.upgrade_baseline import Baseline, replacing_inputs, stageless


def lost(baseline: Baseline, resources: Sequence[RegisteredResource]) -> list[str]:
    """URNs of the version that the program no longer registers, under an alias either."""
    known = _known(resources)
    found = {stageless(urn) for one in resources for urn in earlier_urns(one.urn, known)}
    return sorted(set(baseline.resources) - found)


def replaced(baseline: Baseline, resources: Sequence[RegisteredResource]) -> dict[str, list[str]]:
    """URN of the version -> inputs whose new value would replace the resource."""
    known = _known(resources)
    changes: dict[str, list[str]] = {}
    for one, inputs in replacing_inputs(resources):
        for urn in map(stageless, earlier_urns(one.urn, known)):
            before = baseline.resources.get(urn, inputs)
            changed = [
                path
                for path in sorted({*before, *inputs})
                if path in before and before[path] != inputs.get(path)
            ]
            if changed:
                changes[urn] = changed
    return changes


def _known(resources: Sequence[RegisteredResource]) -> dict[str, Registration]:
    return {one.urn: Registration(one.parent, one.options.aliases) for one in resources}

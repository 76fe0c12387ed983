"""What ``pulumi destroy --skip-preview`` would delete of a registered program.

Pulumi's order (pkg/resource/deploy of pulumi/pulumi, read in v3.260): in rounds, what nothing left
depends on first. A protected resource is refused when its round comes, and whatever it depends on
is left alone from then on. ``protect`` counts as registered, or as the parent's.
"""

from __future__ import annotations

from collections.abc import Sequence

from local.program import RegisteredResource


def destroyed(resources: Sequence[RegisteredResource]) -> list[str]:
    """Names of the resources that would be gone."""
    known = {resource.urn: resource for resource in resources}
    needs = {
        urn: {one for one in [*resource.dependencies, resource.parent] if one in known}
        for urn, resource in known.items()
    }
    gone: list[str] = []
    spared: set[str] = set()
    for urn in _in_turn(needs):
        if urn in spared or protected(known[urn], known):
            spared |= needs[urn]
        else:
            gone.append(known[urn].name)
    return gone


def _in_turn(needs: dict[str, set[str]]) -> list[str]:
    """What nothing left depends on comes first."""
    made: list[str] = []
    waiting = set(needs)
    while waiting:
        ready = sorted(one for one in waiting if not needs[one] & waiting)
        made += ready
        waiting -= set(ready)
    return made[::-1]


def protected(resource: RegisteredResource, known: dict[str, RegisteredResource]) -> bool:
    """Whether the engine would refuse to delete or to replace the resource."""
    if resource.options.protect is None and resource.parent in known:
        return protected(known[resource.parent], known)
    return resource.options.protect is True

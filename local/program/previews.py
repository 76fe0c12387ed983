"""What the engine answers in a preview: the state that a finished run left, and what is in it.

An output that the state does not hold is unknown to Pulumi's SDK (pulumi/pulumi#3040).
"""

from __future__ import annotations

from typing import Any

from local.program.records import RegisteredResource


def previewed_outputs(
    resource: RegisteredResource, before: RegisteredResource | None
) -> dict[str, Any]:
    """The outputs of a resource. ``before``: the same one in the state, if it is there.

    A resource that would be created has its inputs only. One that would change keeps what its
    creation computed; that the change might replace it is not looked at.
    """
    if before is None:
        return dict(resource.inputs)
    if before.inputs == resource.inputs:
        return dict(before.outputs)
    computed = {key: value for key, value in before.outputs.items() if key not in before.inputs}
    return {**computed, **resource.inputs}

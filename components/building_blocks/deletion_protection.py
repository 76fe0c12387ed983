"""Refuses the deletion of a whole component, before any of its resources is deleted.

Pulumi deletes what nothing depends on first, and looks at ``protect`` only when a resource's turn
comes. A protected table comes late: everything that uses it would be gone by then. So the first in
turn is a child that depends on all others. When its deletion is refused, Pulumi leaves alone
whatever it depends on.
"""

from __future__ import annotations

import pulumi


class DeletionProtection(pulumi.ComponentResource):
    """A child that depends on all other resources of a component. It makes nothing on AWS.

    It is registered whether it protects or not: Pulumi would refuse to delete one that is left out
    while it still protects.
    """

    def __init__(
        self,
        name: str,
        deletion_protection: pulumi.Input[bool],
        guarded: Descendants,
        *,
        parent: pulumi.Resource,
    ) -> None:
        super().__init__(
            "realtime:index:DeletionProtection",
            f"{name}-deletion-protection",
            None,
            pulumi.ResourceOptions(
                parent=parent,
                protect=protect(deletion_protection),
                depends_on=[*guarded.resources],
            ),
        )
        self.register_outputs({})


class Descendants:
    """Collects the resources of a component, those of components inside it too."""

    def __init__(self) -> None:
        self.resources: list[pulumi.CustomResource] = []

    def collected(self, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
        """The component's options, extended so that its resources are collected."""
        collect = pulumi.ResourceOptions(transformations=[self._collect])
        return pulumi.ResourceOptions.merge(opts, collect)

    def _collect(self, args: pulumi.ResourceTransformationArgs) -> None:
        # Called with the component itself too. Inside a component, Pulumi hands the transformation
        # on to each child as it is made.
        if isinstance(args.resource, pulumi.CustomResource):
            self.resources.append(args.resource)


def protect(deletion_protection: pulumi.Input[bool]) -> bool | None:
    """Pulumi's option ``protect`` of what holds data.

    ``None``, not ``False``, when the component does not protect: an explicit ``False`` would win
    over ``protect=True`` on the component. The option takes no Output: with one, only AWS protects.
    """
    return True if deletion_protection is True else None

"""The tag that says which component made a resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

COMPONENT_TAG = "realtime:component"


def tagged(
    component: str, name: str, opts: pulumi.ResourceOptions | None
) -> pulumi.ResourceOptions:
    """The options of a component whose children say in a tag whose they are: ``<type>/<name>``.

    Each child whose class takes tags gets it. Tags that the child has already stay: those of a
    component inside this one, too. A program's own transformations and transforms run later, so
    they see the tag and may replace it.
    """

    def add(
        args: pulumi.ResourceTransformationArgs,
    ) -> pulumi.ResourceTransformationResult | None:
        if "tags" not in args.props:
            return None
        mine = {COMPONENT_TAG: f"{component}/{name}"}
        given: Any = args.props["tags"]
        if given is None or isinstance(given, Mapping):
            tags: Any = {**mine, **(given or {})}
        else:
            tags = pulumi.Output.from_input(given).apply(lambda its: {**mine, **(its or {})})
        return pulumi.ResourceTransformationResult({**args.props, "tags": tags}, args.opts)

    return pulumi.ResourceOptions.merge(pulumi.ResourceOptions(transformations=[add]), opts)

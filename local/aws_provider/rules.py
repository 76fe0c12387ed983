"""What the AWS provider itself says of a resource type. Read from its Go source, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.aws_provider.checks import Check

ALL = frozenset({"*"})
"""Replacing properties of a type that the provider cannot update: every one."""

READ_ON = "2026-11-26"
"""The day on which the sources were read."""

# The state of the source that was read, oldest first. Pulumi's provider 7 builds on version 6.
V5_14 = "5.14 (2023)"
V5 = "5 (2024-2025)"
V6 = "6 (2026)"


@dataclass(frozen=True)
class ResourceRules:
    """The provider's rules for one resource type.

    A path names a property as the program registers it (camelCase). ``.`` leads into an object,
    ``[]`` into each item of a list: ``metricQueries[].metric.period``.
    """

    type: str
    """Pulumi's type token, such as ``aws:sqs/queue:Queue``."""
    source: str
    """File below ``internal/service`` of hashicorp/terraform-provider-aws."""
    version: str
    """Version of the provider whose source was read: ``V5_14``, ``V5`` or ``V6``."""
    replacing: frozenset[str] = frozenset()
    """Paths whose change replaces the resource (ForceNew). ``ALL`` for every one."""
    keeps_data: bool = False
    """Whether a replacement loses what the resource holds: rows, users, messages, log lines."""
    unordered: frozenset[str] = frozenset()
    """Paths of lists whose order means nothing: sets in the provider."""
    json_texts: frozenset[str] = frozenset()
    """Paths of JSON documents: spaces and the order of keys mean nothing."""
    policies: frozenset[str] = frozenset()
    """Paths of policy documents, whose lists are sets besides: Action, Resource, Principal."""
    defaults: Mapping[str, object] = field(default_factory=dict)
    """What the provider takes when a path is not set, other than an empty value or false."""
    checks: tuple[Check, ...] = ()
    """What the provider refuses at preview."""
    autonamed: str = "name"
    """The property that Pulumi makes of the resource's name when it is not set. Empty for none."""
    autoname_most: int = 255
    """Characters that the bridge (pulumi-aws' resources.go) allows for such a name."""
    regional: bool = True
    """Whether the type has a ``region`` of its own. A change of it replaces the resource."""

"""What the AWS provider itself says of a resource type. Read from its Go source, never guessed."""

from __future__ import annotations

from dataclasses import dataclass

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
    regional: bool = True
    """Whether the type has a ``region`` of its own. A change of it replaces the resource."""

"""The notifier's tables: open connections, and the replay log."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.building_blocks.dynamodb import on_demand_table
from contract.tables import CONNECTIONS_KEY, EVENTS_KEY


@dataclass(frozen=True)
class NotifierTables:
    """The tables of one notifier."""

    connections: aws.dynamodb.Table
    events: aws.dynamodb.Table


def notifier_tables(
    name: str, deletion_protection: pulumi.Input[bool], *, parent: pulumi.Resource
) -> NotifierTables:
    """Register both tables."""
    return NotifierTables(
        # Rows of connections last two hours at most: nothing worth recovering.
        connections=on_demand_table(
            f"{name}-connections",
            key=CONNECTIONS_KEY,
            expires=True,
            recoverable=False,
            parent=parent,
        ),
        events=on_demand_table(
            f"{name}-events",
            key=EVENTS_KEY,
            expires=True,
            deletion_protection=deletion_protection,
            parent=parent,
        ),
    )

"""DynamoDB tables: on demand, recoverable, times in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.building_blocks.deletion_protection import protect
from contract.tables import EXPIRES_AT


@dataclass(frozen=True)
class Index:
    """A global secondary index with string keys. It holds all attributes of the rows."""

    name: str
    key: Sequence[str]
    """Partition key, then the sort key where there is one."""


def on_demand_table(
    name: str,
    *,
    key: Sequence[str],
    indexes: Sequence[Index] = (),
    expires: bool = False,
    recoverable: bool = True,
    streams: bool = False,
    deletion_protection: pulumi.Input[bool] = False,
    parent: pulumi.Resource,
) -> aws.dynamodb.Table:
    """A table with string keys: ``key`` is the partition key, then the sort key if it has one.

    ``expires`` turns on TTL on ``expiresAt`` (Unix seconds). ``recoverable`` turns on
    point-in-time recovery: leave it off only where every row is short-lived by nature.
    ``streams`` turns on a stream of old and new images. With ``deletion_protection`` Pulumi too
    refuses to delete or to replace the table, if the value is known by then.
    """
    keys = dict.fromkeys([*key, *(attribute for index in indexes for attribute in index.key)])
    return aws.dynamodb.Table(
        name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=key[0],
        range_key=key[1] if len(key) > 1 else None,
        attributes=[{"name": attribute, "type": "S"} for attribute in keys],
        global_secondary_indexes=[_index(index) for index in indexes] or None,
        ttl={"attribute_name": EXPIRES_AT, "enabled": True} if expires else None,
        point_in_time_recovery={"enabled": recoverable},
        deletion_protection_enabled=deletion_protection,
        stream_enabled=streams or None,
        stream_view_type="NEW_AND_OLD_IMAGES" if streams else None,
        opts=pulumi.ResourceOptions(parent=parent, protect=protect(deletion_protection)),
    )


def _index(index: Index) -> aws.dynamodb.TableGlobalSecondaryIndexArgs:
    return aws.dynamodb.TableGlobalSecondaryIndexArgs(
        name=index.name,
        key_schemas=[
            aws.dynamodb.TableGlobalSecondaryIndexKeySchemaArgs(
                attribute_name=attribute, key_type=key_type
            )
            for attribute, key_type in zip(index.key, ("HASH", "RANGE"), strict=False)
        ],
        projection_type="ALL",
    )

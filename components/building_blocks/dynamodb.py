"""DynamoDB tables with this project's posture: on demand, recoverable, times in seconds."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

EXPIRY_ATTRIBUTE = "expiresAt"


def on_demand_table(
    name: str,
    *,
    hash_key: str,
    range_key: str | None = None,
    expires: bool = False,
    recoverable: bool = True,
    streams: bool = False,
    deletion_protection: pulumi.Input[bool] = False,
    parent: pulumi.Resource,
) -> aws.dynamodb.Table:
    """A table with string keys.

    ``expires`` turns on TTL on ``expiresAt`` (Unix seconds). ``recoverable`` turns on
    point-in-time recovery: leave it off only where every row is short-lived by nature.
    ``streams`` turns on a stream of old and new images. ``deletion_protection`` also has Pulumi
    refuse before it deletes anything else, if its value is known by then.
    """
    keys = [key for key in (hash_key, range_key) if key]
    return aws.dynamodb.Table(
        name,
        billing_mode="PAY_PER_REQUEST",
        hash_key=hash_key,
        range_key=range_key,
        attributes=[{"name": key, "type": "S"} for key in keys],
        ttl={"attribute_name": EXPIRY_ATTRIBUTE, "enabled": True} if expires else None,
        point_in_time_recovery={"enabled": recoverable},
        deletion_protection_enabled=deletion_protection,
        stream_enabled=streams or None,
        stream_view_type="NEW_AND_OLD_IMAGES" if streams else None,
        opts=pulumi.ResourceOptions(parent=parent, protect=deletion_protection is True),
    )

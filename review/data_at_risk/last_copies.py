"""What AWS or its provider leaves of data when its holder is deleted, by the holder's own inputs.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.aws_provider import short_type
from review.text.markdown import code

LOST = "what it holds is lost"
ONLY_EMPTY = {
    "s3.Bucket": "forceDestroy",
    "s3.BucketV2": "forceDestroy",
    "s3.DirectoryBucket": "forceDestroy",
    "backup.Vault": "forceDestroy",
    "ecr.Repository": "forceDelete",
}
"""Types that AWS deletes only when they are empty, and what empties them first."""
SNAPSHOTS = frozenset({"rds.Instance", "rds.Cluster", "docdb.Cluster", "neptune.Cluster"})
WINDOWS = {"secretsmanager.Secret": "recoveryWindowInDays", "kms.Key": "deletionWindowInDays"}
LONGEST_WINDOW = 30
"""Days; the default of both."""


def last_copy(resource_type: str, inputs: Mapping[str, Any]) -> str:
    """What becomes of the data when nothing protects its holder."""
    short = short_type(resource_type)
    force = ONLY_EMPTY.get(short)
    if force and inputs.get(force) is not True:
        return f"AWS deletes it only if it is empty ({code(force)} is not set)"
    if short in SNAPSHOTS and inputs.get("skipFinalSnapshot") is not True:
        if inputs.get("finalSnapshotIdentifier"):
            return f"a last snapshot of it stays ({code('finalSnapshotIdentifier')})"
        return f"refused: it has neither {code('skipFinalSnapshot')} nor a last snapshot's name"
    window = WINDOWS.get(short)
    days = inputs.get(window, LONGEST_WINDOW) if window else 0
    if days:
        return f"{LOST} in {days} days; until then it can be brought back"
    return LOST

"""The components whose use was counted, as URNs name them. Pure."""

from __future__ import annotations

from local.aws_provider import RecordedProgram
from review.reckoned_with import CHECKOUT

NOTIFIER = "realtime:index:RealtimeNotifier$"
"""What stands in the URN of each of its children."""


def is_ours(urn: str) -> bool:
    """Whether it is a child of one of them."""
    return NOTIFIER in urn or CHECKOUT in urn


def uses(record: RecordedProgram, component: str) -> bool:
    """Whether the program has the component."""
    return any(component in urn for urn in record.resources)

"""Names of a saga's states, and the paths under which its execution keeps what it has learnt.

A state of a declared step is named after the step; all other states are named here.
"""

from __future__ import annotations

CHECK_INPUT = "CheckInput"
INPUT_INCOMPLETE = "InputIncomplete"

COMMIT_UNDONE = "CommitUndone"
NOTIFY_UNDONE = "NotifyUndone"

FENCE_FINALIZE = "FenceFinalize"
WAS_FINALIZED = "WasFinalized"
NOTIFY_FINALIZED = "NotifyFinalized"

REPORT_ATTENTION = "ReportAttention"
COMMIT_NEEDS_ATTENTION = "CommitNeedsAttention"
NOTIFY_NEEDS_ATTENTION = "NotifyNeedsAttention"

RECOVER_FENCE_FINALIZE = "RecoverFenceFinalize"
RECOVER_WAS_FINALIZED = "RecoverWasFinalized"
COMMIT_RESOLVED = "CommitResolved"
WAS_REPORTED = "WasReported"
REPORT_LATE = "ReportLate"
NOTIFY_RESOLVED = "NotifyResolved"

REPORT_FAILED_PUSH = "ReportFailedPush"
OUTCOME_STANDS = "OutcomeStands"

ORDER = "$.order"
FAILURE = "$.failure"
"""The error that ended the forward steps."""
OUTCOME = "$.outcome"
"""What the outcome function answered last."""
ATTENTION = "$.attention"
"""The error that needs a person."""
COMMIT_FAILURE = "$.commitFailure"
PUSH_FAILURE = "$.pushFailure"
REPORT_FAILURE = "$.reportFailure"
"""Errors of the tasks that commit, push or report."""


def state_name(name: str) -> str:
    """``charge_payment`` -> ``ChargePayment``."""
    return "".join(part.capitalize() for part in name.split("_"))


def compensation_state(name: str, recovering: bool) -> str:
    """``refund_payment`` -> ``RefundPayment``, or ``RecoverRefundPayment`` in the recovery."""
    return ("Recover" if recovering else "") + state_name(name)

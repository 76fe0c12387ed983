"""Names of a saga's states, and the paths under which its execution keeps what it has learnt.

A state of a declared step is named after the step; all other states are named here.
"""

from __future__ import annotations

CHECK_INPUT = "CheckInput"
INPUT_INCOMPLETE = "InputIncomplete"
CHECK_ORDER_IDS = "CheckOrderIds"
ORDER_IDS_MISSING = "OrderIdsMissing"

COMMIT_UNDONE = "CommitUndone"
NOTIFY_UNDONE = "NotifyUndone"

FENCE_FINALIZE = "FenceFinalize"
WAS_FINALIZED = "WasFinalized"
NOTIFY_FINALIZED = "NotifyFinalized"

REPORT_ATTENTION = "ReportAttention"
NOTE_UNREPORTED = "NoteUnreported"
COMMIT_NEEDS_ATTENTION = "CommitNeedsAttention"
NOTIFY_NEEDS_ATTENTION = "NotifyNeedsAttention"

RECOVER_FENCE_FINALIZE = "RecoverFenceFinalize"
RECOVER_WAS_FINALIZED = "RecoverWasFinalized"
RECOVER_TOGETHER = "RecoverTogether"
COMMIT_RESOLVED = "CommitResolved"
WAS_REPORTED = "WasReported"
REPORT_LATE = "ReportLate"
NOTIFY_RESOLVED = "NotifyResolved"

REPORT_FAILED_PUSH = "ReportFailedPush"
OUTCOME_STANDS = "OutcomeStands"

ORDER = "$$.Execution.Input.order"
"""Read from the execution's input, so that no state has to hold the order beside an error."""
FAILURE = "$"
"""The error that ended the forward steps takes the place of everything."""
FAILURE_NAME = f"{FAILURE}.Error"
OUTCOME = "$.outcome"
"""What the outcome function answered last."""
ATTENTION = f"{FAILURE}.Cause"
"""The last error that needs a person: of the undoing, or of the last push. It takes the place of
the failure's cause, and each overwrites the one before: an execution holds one long text at most.
``UNDOING`` keeps the names."""
UNDOING = "$.undoing"
"""What became of the undoing: a state's name -> ``{"undone": true}``, or the error's name."""
UNREPORTED = "$.unreported"
"""Present when the queue did not take the report."""


def state_name(name: str) -> str:
    """``charge_payment`` -> ``ChargePayment``."""
    return "".join(part.capitalize() for part in name.split("_"))


def recovering_state(name: str) -> str:
    """``refund_payment`` -> ``RecoverRefundPayment``: the compensation in the recovery."""
    return "Recover" + state_name(name)


def state_after_failure(name: str) -> str:
    """``refund_payment`` -> ``AlsoRefundPayment``: the compensation after another one failed."""
    return "Also" + state_name(name)


def noting_state(state: str) -> str:
    """``RefundPayment`` -> ``NoteRefundPayment``: notes that the state failed for good."""
    return "Note" + state


def became_of(state: str) -> str:
    """The path under which the undoing keeps what became of the state."""
    return f"{UNDOING}.{state}"

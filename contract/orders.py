"""How an order ends: its statuses, the saga's steps and transitions, the errors they know."""

PENDING = "PENDING"
FINALIZED = "FINALIZED"
REFUNDED = "REFUNDED"
DECLINED = "DECLINED"
NEEDS_ATTENTION = "NEEDS_ATTENTION"
UNDONE_STATUSES = (REFUNDED, DECLINED)
"""Everything that was started is compensated."""
TERMINAL_STATUSES = (FINALIZED, *UNDONE_STATUSES, NEEDS_ATTENTION)

CHARGE_PAYMENT = "charge_payment"
REFUND_PAYMENT = "refund_payment"
RESERVE_STOCK = "reserve_stock"
RELEASE_STOCK = "release_stock"
"""The saga's steps and their compensations, by the names of their functions' modules."""

FINALIZE = "finalize"
FENCE_FINALIZE = "fence_finalize"
UNDO = "undo"
NEED_ATTENTION = "need_attention"
RESOLVE = "resolve"
TRANSITIONS = (FINALIZE, FENCE_FINALIZE, UNDO, NEED_ATTENTION, RESOLVE)
"""What the saga can ask of the outcome function."""

PAYMENT_DECLINED = "PaymentDeclined"
OUT_OF_STOCK = "OutOfStock"
BUSINESS_ERRORS = {PAYMENT_DECLINED: DECLINED, OUT_OF_STOCK: REFUNDED}
"""Errors by which a step says no for a business reason -> the order's status."""
PAYMENT_PROVIDER_TIMEOUT = "PaymentProviderTimeout"
"""Ambiguous: the payment may have been taken."""
STORE_BUSY = "StoreBusy"
"""A table did not serve the step. Retry: a repeat finds what was written, if anything was."""
OUTCOME_REFUSED = "OutcomeRefused"
"""The outcome function will never write this outcome: retrying is no use."""
PROCESSING_FAILED = "ProcessingFailed"
"""The reason that a buyer is told when a technical error ended the order."""

ENDED_BADLY = ("FAILED", "TIMED_OUT", "ABORTED")
"""Step Functions' statuses of an execution that ended without success. Its order may be settled
all the same."""

REPORTING_STATES = ("ReportAttention", "ReportFailedPush", "ReportLate")
"""The saga's states that send a message to the attention queue."""
NOTIFYING_STATES = (
    "NotifyFinalized",
    "NotifyUndone",
    "NotifyNeedsAttention",
    "NotifyResolved",
    *REPORTING_STATES,
)
"""The saga's states that notify the buyer or the operators. No step of a saga can have their names:
components/saga/state_machine_definition.py."""

PAID_WITH_FIELD = "paymentToken"
"""The field of an order's row that stays in the orders table. Only the payment provider gets it:
it is in no execution, queue, log or message."""

EVENT_SOURCE = "checkout"
"""``source`` of an order's events."""
EVENT_TYPE_PREFIX = "order."
"""Prefix of the ``type`` of an order's events; the status in lower case follows."""

VERIFICATION_PREFIX = "verify-"
"""The ids of the products that ``make verify`` makes begin so, and so does its buyer's address."""
VERIFICATION_PRODUCT = rf"{VERIFICATION_PREFIX}[0-9a-f]{{10}}-(in-stock|sold-out)"
"""What such an id is as a whole. A product of a shop's own may begin like one."""
VERIFICATION_FIELD = "verification"
"""Field of an outcome event's ``data``: true when ``make verify`` placed the order, else absent."""

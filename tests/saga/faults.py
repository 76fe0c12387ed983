"""The kinds of faults, and the places where they are put.

A place is one call of the store within one invocation, or a whole invocation. Invocations and
calls are counted from 0 in the order in which they happen, so a place names the same moment in
every run that was the same until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """Kinds of faults. RETRIED ones end as an error that forward steps retry, FINAL ones not."""

    # at one call of the store
    DIES_BEFORE_RETRIED = "the process dies before the call, and is tried again"
    DIES_BEFORE_FINAL = "the process dies before the call"
    DIES_AFTER_RETRIED = "the process dies after the call took effect, and is tried again"
    DIES_AFTER_FINAL = "the process dies after the call took effect"
    THROTTLED = "the store turns the call away"
    CONTENDED = "another transaction holds the rows at this and the next nine attempts"
    HANGS_A_WHILE = "the task times out before the call; the process goes on after the next task"
    HANGS_LONG = "the task times out before the call; the process goes on after the execution"
    HANGS_UNTIL = "the task times out before the call; the process goes on amid another's calls"
    # at one whole invocation
    LOST_RETRIED = "the answer is lost, and the task is tried again"
    LOST_FINAL = "the answer is lost"
    TWICE = "the function is invoked twice for one task"
    AGAIN_SOON = "the invocation is repeated after the next task"
    AGAIN_LATE = "the invocation is repeated after the execution"
    ABORTED = "the execution is stopped after the task, then redriven"
    GIVEN_UP = "every try of this task fails; the function works again for the next task"
    DOWN = "the function fails from here on until it is mended"
    TASK_DOWN = "this task of the function fails from here on until it is mended"
    MUTE = "the function works from here on but every answer is lost until it is mended"


AT_CALL = (
    Fault.DIES_BEFORE_RETRIED, Fault.DIES_BEFORE_FINAL, Fault.DIES_AFTER_RETRIED,
    Fault.DIES_AFTER_FINAL, Fault.THROTTLED, Fault.CONTENDED, Fault.HANGS_A_WHILE,
    Fault.HANGS_LONG,
)  # fmt: skip
AT_INVOCATION = (
    Fault.LOST_RETRIED, Fault.LOST_FINAL, Fault.TWICE, Fault.AGAIN_SOON, Fault.AGAIN_LATE,
    Fault.ABORTED, Fault.GIVEN_UP, Fault.DOWN, Fault.MUTE,
)  # fmt: skip
HANGING = (Fault.HANGS_A_WHILE, Fault.HANGS_LONG, Fault.HANGS_UNTIL)
LASTING = (Fault.DOWN, Fault.TASK_DOWN, Fault.MUTE)
ENDURED = (
    Fault.DIES_BEFORE_RETRIED, Fault.DIES_AFTER_RETRIED, Fault.LOST_RETRIED, Fault.TWICE,
    Fault.AGAIN_SOON, Fault.AGAIN_LATE, Fault.ABORTED,
)  # fmt: skip
"""What has to leave no trace in how an order ends, alone or two at a time."""
RETRIED_ERROR, FINAL_ERROR, TIMEOUT = "Lambda.Unknown", "Runtime.ExitError", "States.Timeout"


@dataclass(frozen=True, order=True)
class Place:
    """Call ``call`` of invocation ``invocation``; ``call`` -1 is the whole invocation."""

    invocation: int
    call: int
    what: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults that can happen here."""
        if self.call < 0:  # only the outcome function has tasks of several kinds
            return (*AT_INVOCATION, Fault.TASK_DOWN) if ":" in self.what else AT_INVOCATION
        if self.what == "TransactWriteItems":
            return AT_CALL
        return tuple(fault for fault in AT_CALL if fault is not Fault.CONTENDED)

    def __str__(self) -> str:
        return f"invocation {self.invocation} {self.what}" + (
            f" (call {self.call})" if self.call >= 0 else ""
        )


class Died(BaseException):
    """The process is gone. Nothing in it can catch this."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error

"""How a saga ends: the commits of an outcome, the pushes to the buyer, the call for attention.

The outcome function is asked by ``commit``: ``finalize``, ``rule_out``, ``undone``,
``need_attention``, ``resolve``. It answers ``{status, userId, event}`` of the stored order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.saga.task_states import (
    COMMIT_SECONDS,
    PUSH_SECONDS,
    State,
    caught,
    function_task,
    message_task,
    partition_of,
    persistent,
)

States = list[tuple[str, State]]
STANDS, UNTOLD = "OutcomeStands", "ReportUntold"


class EndStates:
    """Builds the states after the steps. ``refusals`` maps a refusal's error to its status."""

    def __init__(
        self,
        outcome_function_arn: str,
        push_function_arn: str,
        attention_queue_url: str,
        refusals: Mapping[str, str],
    ) -> None:
        self._outcome = outcome_function_arn
        self._partition = partition_of(outcome_function_arn)
        self._push = push_function_arn
        self._queue = attention_queue_url
        self._refusals = dict(sorted(refusals.items()))

    def finalized(self, commit_state: str, undo: str) -> States:
        """The commit of FINALIZED, and what is done when nobody knows whether it happened."""
        commit = self._commit("finalize") | {
            "Catch": caught("RuleOutFinalized", "$.failure"),
            "Next": "NotifyFinalized",
        }
        rule_out = self._commit("rule_out") | {
            "Catch": caught("ReportAttention", "$.attention"),
            "Next": "WasFinalized",
        }
        return [
            (commit_state, commit),
            ("NotifyFinalized", self._last_notify()),
            ("RuleOutFinalized", rule_out),
            ("WasFinalized", _was_finalized(undo)),
            (UNTOLD, self._report_untold()),
            (STANDS, {"Type": "Succeed", "Comment": "The buyer asks GET /orders/{orderId}."}),
        ]

    def undone(self) -> States:
        """The commit of a compensated order; the outcome function names the status."""
        commit = self._commit("undone", refusals=self._refusals, failure=True) | {
            "Catch": caught("ReportAttention", "$.attention"),
            "Next": "NotifyUndone",
        }
        return [("CommitUndone", commit), ("NotifyUndone", self._last_notify())]

    def attention(self, recovery: str) -> States:
        """Tell the operators, then the buyer. Nothing of it failing stops the recovery."""
        report = self._report_attention() | {
            "Catch": caught("CommitNeedsAttention", "$.reportFailure"),
            "Next": "CommitNeedsAttention",
        }
        commit = self._commit("need_attention", failure=True) | {
            "Catch": caught(recovery, "$.commitFailure"),
            "Next": "NotifyNeedsAttention",
        }
        notify = self._notify() | {"Catch": caught(recovery, "$.pushFailure"), "Next": recovery}
        return [
            ("ReportAttention", report),
            ("CommitNeedsAttention", commit),
            ("NotifyNeedsAttention", notify),
        ]

    def recovery_decision(self, undo: str) -> States:
        """A finalized order is never undone, whatever called for attention."""
        rule_out = self._commit("rule_out") | {"Next": "RecoverWasFinalized"}
        return [
            ("RecoverRuleOutFinalized", rule_out),
            ("RecoverWasFinalized", _was_finalized(undo)),
        ]

    def resolved(self) -> States:
        """The recovery came through: say so on the order, and on the queue if it was not."""
        commit = self._commit("resolve", refusals=self._refusals, failure=True)
        unreported = {"Variable": "$.reportFailure", "IsPresent": True, "Next": "ReportLate"}
        choice = {"Type": "Choice", "Choices": [unreported], "Default": "NotifyResolved"}
        return [
            ("CommitResolved", commit | {"Next": "WasReported"}),
            ("WasReported", choice),
            ("ReportLate", self._report_attention() | {"Next": "NotifyResolved"}),
            ("NotifyResolved", self._last_notify()),
        ]

    def _commit(self, commit: str, failure: bool = False, **constants: Any) -> State:
        payload: State = {"order.$": "$.order", "commit": commit, **constants}
        if failure:
            payload["failure.$"] = "$.failure"
        return function_task(self._outcome, payload, COMMIT_SECONDS) | {
            "Retry": persistent(),
            "ResultSelector": {
                f"{field}.$": f"$.Payload.{field}" for field in ("status", "userId", "event")
            },
            "ResultPath": "$.outcome",
        }

    def _notify(self) -> State:
        payload = {"userId.$": "$.outcome.userId", "event.$": "$.outcome.event"}
        return function_task(self._push, payload, PUSH_SECONDS) | {
            "Retry": persistent(5),
            "ResultPath": None,
        }

    def _last_notify(self) -> State:
        """A push that fails never fails the saga, but nor is it forgotten."""
        return self._notify() | {"Catch": caught(UNTOLD, "$.pushFailure"), "End": True}

    def _report_attention(self) -> State:
        return self._report("needs-attention", {"failure": "$.failure", "attention": "$.attention"})

    def _report_untold(self) -> State:
        """Uncaught: an execution that fails is the last way to tell of it."""
        told = {"outcome": "$.outcome", "failure": "$.pushFailure"}
        return self._report("buyer-not-told", told) | {"Next": STANDS}

    def _report(self, kind: str, told: Mapping[str, str]) -> State:
        body = {
            "kind": kind,
            "executionArn.$": "$$.Execution.Id",
            "executionName.$": "$$.Execution.Name",
            "order.$": "$.order",
            **{f"{field}.$": path for field, path in told.items()},
        }
        return message_task(self._partition, self._queue, body) | {
            "Retry": persistent(5),
            "ResultPath": None,
        }


def _was_finalized(undo: str) -> State:
    finalized = {"Variable": "$.outcome.status", "StringEquals": "FINALIZED"}
    return {
        "Type": "Choice",
        "Choices": [finalized | {"Next": "NotifyFinalized"}],
        "Default": undo,
    }

"""The shapes of what waits in the attention queue: components/saga/{end_states,monitoring}.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

BUYER_NOT_TOLD = "buyer-not-told"


@dataclass(frozen=True)
class AttentionMessage:
    """``outcome`` is what the buyer was not told, None in a message about the saga itself."""

    execution_arn: str
    outcome: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, text: str) -> AttentionMessage | None:
        """None for a message of another kind: anybody who may can put one into the queue."""
        try:
            body = json.loads(text)
            if body.get("kind") == BUYER_NOT_TOLD:
                told = {name: body["outcome"][name] for name in ("userId", "event")}
                return cls(str(body.get("executionArn", "")), told)
            # The saga's own message, or Step Functions' event with the execution in its detail.
            return cls(str(body.get("executionArn") or body["detail"]["executionArn"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    @property
    def order_id(self) -> str:
        """An execution has its order's name."""
        return self.execution_arn.rsplit(":", 1)[-1]

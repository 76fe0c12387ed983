"""The messages of the attention queue: components/saga/{end_tasks,monitoring}.py send them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract.messages import BUYER_NOT_TOLD


@dataclass(frozen=True)
class AttentionMessage:
    """``outcome`` is ``{userId, event}`` of a failed push; None in a message about the saga."""

    execution_arn: str
    outcome: Mapping[str, Any] | None = None

    @classmethod
    def read(cls, text: str) -> AttentionMessage | None:
        """None for a message of another shape: others may send to the queue too."""
        try:
            body = json.loads(text)
            if body.get("kind") == BUYER_NOT_TOLD:
                outcome = {name: body["outcome"][name] for name in ("userId", "event")}
                return cls(str(body.get("executionArn", "")), outcome)
            # The saga's message names the execution; Step Functions' event has it in its detail.
            return cls(str(body.get("executionArn") or body["detail"]["executionArn"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    @property
    def order_id(self) -> str:
        """The order's id, which is also the name of its execution."""
        return self.execution_arn.rsplit(":", 1)[-1]

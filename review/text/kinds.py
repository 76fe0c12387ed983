"""What a resource's type is called in a sentence. Pure."""

from __future__ import annotations

import re

from local.aws_provider import name_of
from review.text.markdown import code

NAMES = {
    "Account": "API Gateway's logging",
    "Api": "API",
    "EventBus": "event bus",
    "EventRule": "rule",
    "EventTarget": "target",
    "LayerVersion": "layer",
}
"""Short names of types whose words are not simply theirs."""


def kind_of(resource_type: str) -> str:
    """``state machine`` for ``aws:sfn/stateMachine:StateMachine``."""
    short = resource_type.rpartition(":")[2]
    return NAMES.get(short) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", short).lower()


def words_of(urn: str, resource_type: str) -> str:
    """Markdown: ``table `checkout-orders```."""
    return f"{kind_of(resource_type)} {code(name_of(urn))}"

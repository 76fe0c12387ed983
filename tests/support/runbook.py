"""What the runbook tells operators to type, read out of it."""

from __future__ import annotations

import re

import jmespath

from tests.support.repository import REPO_ROOT

RUNBOOK = (REPO_ROOT / "docs" / "runbook.md").read_text()


def order_query() -> jmespath.parser.ParsedResult:
    """The ``--query`` by which ``aws dynamodb get-item`` answers an order as functions take it."""
    (query,) = re.findall(r"--query '(\{order: [^']*)'", RUNBOOK)
    return jmespath.compile(query)

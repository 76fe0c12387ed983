"""Plans of our own stages, made once for all tests of a worker that look at them."""

from __future__ import annotations

from functools import cache

from local.plan import Plan, plan_stage
from tests.support.repository import REPO_ROOT


@cache
def stage_plan(stage: str) -> Plan:
    """The plan of one stage. Tests look at it, and change nothing in it."""
    return plan_stage(REPO_ROOT, stage)

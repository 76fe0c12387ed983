"""What the bill of a stage needs to know of its program: functions, alarms, metrics, dashboards."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from local.plan import plan_stage
from planning.program_counts import program_counts
from tests.support.repository import REPO_ROOT

STAGE = "dev"


def counted_program() -> dict[str, Any]:
    """What the program registers for the stage, in numbers."""
    return asdict(program_counts(plan_stage(REPO_ROOT, STAGE).resources))

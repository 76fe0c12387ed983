"""The plan of a stage: what the program registers and its refusals, before anything is created."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.program import Program, RegisteredResource
from local.provisioners import Planner
from local.refusals import find_refusals

REGION = "us-east-1"


@dataclass(frozen=True)
class Plan:
    """All resources with placeholder ids and outputs, and why they cannot be created."""

    resources: list[RegisteredResource]
    exports: dict[str, Any]
    warnings: list[str]
    """Each once: two components can warn of the same setting."""
    refusals: list[str]
    """What would not work on AWS, one sentence each."""
    limits: list[str]
    """What only the local stage cannot create or answer, one sentence each."""


def plan(program: Program) -> Plan:
    """Run the program once without creating anything. Raises ``ProgramError`` when it fails."""
    planner = Planner(REGION, program.project_dir, program.naming)
    result = program.run(planner)
    return Plan(
        resources=result.resources,
        exports=result.exports,
        warnings=[*dict.fromkeys(result.warnings)],
        refusals=[*sorted(planner.refusals), *find_refusals(result.resources)],
        limits=sorted(planner.limits),
    )


def plan_stage(project_dir: Path, stage: str) -> Plan:
    """The plan of one stage of the project in ``project_dir``."""
    with Program(project_dir, stage) as program:
        return plan(program)

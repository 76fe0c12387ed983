"""The plan of a stage: what the program registers and its refusals, before anything is created."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from local.aws_provider import BY_TYPE, violations
from local.placeholders import REGION
from local.policies import judgement, of_severity, waivers_beside
from local.program import Program, RegisteredResource, StageConfig
from local.provisioners import Planner
from policy.rules import Finding, Judgement, Severity


@dataclass(frozen=True)
class Plan:
    """All resources with placeholder ids and outputs, and why they cannot be created."""

    resources: list[RegisteredResource]
    exports: dict[str, Any]
    warnings: list[str]
    """Of the program, each once: two components can warn of the same setting."""
    refused: list[str]
    """Values that AWS's API or Pulumi's provider refuses, one sentence each."""
    limits: list[str]
    """What only the local stage cannot create or answer, one sentence each."""
    judgement: Judgement
    """What the rules of ``policy/`` say."""

    @property
    def findings(self) -> list[Finding]:
        """What does not hold of the stage and is not waived."""
        return self.judgement.findings

    @property
    def refusals(self) -> list[str]:
        """Why the stage must not be created, one sentence each."""
        return [*self.refused, *map(str, _mandatory(self.findings))]

    @property
    def advice(self) -> list[str]:
        """What somebody should look at, findings that are alike in one sentence."""
        return of_severity(self.findings, Severity.ADVISORY)


def plan(program: Program, today: date | None = None) -> Plan:
    """Run the program once without creating anything. Raises ``ProgramError`` when it fails.

    ``today`` decides which waivers have run out; without it the machine's date does.
    """
    planner = Planner(REGION, program.project_dir, program.naming)
    result = program.run(planner)
    return Plan(
        resources=result.resources,
        exports=result.exports,
        warnings=[*dict.fromkeys(result.warnings)],
        refused=[*sorted(planner.refusals), *refused_values(result.resources)],
        limits=sorted(planner.limits),
        judgement=_judged(program, result.resources, today),
    )


def plan_stage(
    project_dir: Path, stage: str, config: StageConfig | None = None, today: date | None = None
) -> Plan:
    """The plan of one stage of the project in ``project_dir``, with its settings or with others."""
    with Program(project_dir, stage, config=config) as program:
        return plan(program, today)


def refusals_of(program: Program, resources: Sequence[RegisteredResource]) -> list[str]:
    """Why what the program registered must not be created, one sentence each."""
    found = _judged(program, resources).findings
    return [*refused_values(resources), *map(str, _mandatory(found))]


def refused_values(resources: Sequence[RegisteredResource]) -> list[str]:
    """What Pulumi's AWS provider itself refuses, at preview and before any call to AWS.

    Types without an entry in its tables are passed over.
    """
    ours = [one for one in resources if one.custom and not one.read and one.type in BY_TYPE]
    return [sentence for one in ours for sentence in violations(one)]


def _judged(
    program: Program, resources: Sequence[RegisteredResource], today: date | None = None
) -> Judgement:
    return judgement(program.stage, resources, waivers_beside(program.project_dir), today)


def _mandatory(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.rule.severity == Severity.MANDATORY]

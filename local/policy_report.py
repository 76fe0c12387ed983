"""``make policy``: what the rules say of each stage of a program, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.plan import Plan, plan_stage
from local.policies import of_severity, waivers_beside
from local.program import ProgramError, stage_config
from policy.rules import RULES, TYPES, Finding, Severity, unused

BROKEN = 1


@dataclass(frozen=True)
class PolicyReport:
    """The text to print, and what the command ends with."""

    text: str
    exit_code: int
    """0; ``BROKEN`` with a mandatory finding."""


def policy_report(project_dir: Path, stage: str = "") -> PolicyReport:
    """The report of one stage, or of all that have a Pulumi.<stage>.yaml.

    Raises ``ProgramError`` when the program fails, or has no stage.
    """
    stages = [stage] if stage else stages_of(project_dir)
    plans = [plan_stage(project_dir, one) for one in stages]
    waivers = waivers_beside(project_dir)
    # A waiver may be of one stage only, so one stage alone cannot tell that it is of no use.
    stale = [] if stage else unused(waivers, [plan.judgement for plan in plans])
    ran_out = dict.fromkeys(one for plan in plans for one in plan.findings if not one.urn)
    lines = [line for one, plan in zip(stages, plans, strict=True) for line in _stage(one, plan)]
    of_waivers = [f"  advisory   {one}" for one in (*ran_out, *stale)]
    lines += ["Waivers", *of_waivers] if of_waivers else []
    lines += _without_rule(plans)
    text = "\n".join(lines)
    for one in stages:
        text = stage_config(project_dir, one, {}).masked(text)
    mandatory = any(_is_mandatory(one) for plan in plans for one in plan.findings)
    return PolicyReport(text, BROKEN if mandatory else 0)


def stages_of(project_dir: Path) -> list[str]:
    """The stages with settings of their own, by name."""
    files = sorted(project_dir.glob("Pulumi.*.yaml"))
    if not files:
        raise ProgramError(
            f"{project_dir} has no Pulumi.<stage>.yaml, so no stage is known: name one by STAGE="
        )
    return [file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in files]


def _stage(stage: str, plan: Plan) -> Iterator[str]:
    waived = len(plan.judgement.waived)
    created = sum(not resource.read for resource in plan.resources)
    # A waiver that has run out is of no stage: its finding has no URN.
    found = [one for one in plan.findings if one.urn]
    counts = f"{len(RULES)} rules, {_counted(found)}, {waived} waived"
    production = "production, " if plan.judgement.production else ""
    yield f"Stage {stage}: {production}{created} resources, {counts}"
    for severity in Severity:
        for sentence in of_severity(found, severity):
            yield f"  {severity:9}  {sentence}"


def _without_rule(plans: Sequence[Plan]) -> Iterator[str]:
    """What no rule looks at: a stage without findings is not therefore without faults there."""
    types = {one.type for plan in plans for one in plan.resources if one.custom and not one.read}
    unread = sorted(types - {*TYPES.values()})
    if unread:
        yield f"No rule looks at {', '.join(unread)}"


def _counted(findings: Sequence[Finding]) -> str:
    mandatory = sum(map(_is_mandatory, findings))
    return f"{mandatory} mandatory and {len(findings) - mandatory} advisory findings"


def _is_mandatory(finding: Finding) -> bool:
    return finding.rule.severity == Severity.MANDATORY

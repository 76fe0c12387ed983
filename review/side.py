"""One stage at one commit: what the sections of a review compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local.aws_provider import RecordedProgram

if TYPE_CHECKING:
    from planning.unit_counts import Counts
    from policy.rules import Finding, Waiver


@dataclass(frozen=True)
class Side:
    """One stage at one commit."""

    stage: str
    record: RecordedProgram
    """Each resource of AWS by its URN. Ids and names that AWS chooses stand as
    ``{resource-name}``, secrets as ``[secret]``, archives as hashes."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Full key -> text; secrets as ``[secret]``."""
    quota_notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Of the policies, without those that are waived."""
    waived: tuple[tuple[Finding, Waiver], ...] = ()
    """Findings that a written exception covers, each with it."""
    waivers: tuple[Waiver, ...] = ()
    """All written exceptions that have not run out."""
    new_waivers: tuple[Waiver, ...] = ()
    """Of these the ones that the base does not have, in whichever stage."""
    refusals: tuple[str, ...] = ()
    """Of the provider and of the planner, one sentence each."""
    counts: Counts | None = None
    """What an order and a page take, as the commit counted it; None where it has no counts."""
    warnings: tuple[str, ...] = ()
    """Of the program itself."""
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of each resource by its URN, the options that the program gives it: ``protect`` -> true."""
    exports: Mapping[str, str] = field(default_factory=dict)
    """Each export's name -> its value as JSON, secrets hidden. To be compared, not to be shown."""
    unread: tuple[str, ...] = ()
    """Full keys of settings whose secrets nobody could read here: something else stood for them."""
    project: str = ""
    """The name in Pulumi.yaml, known of a program that fails, too; empty where nobody read it."""

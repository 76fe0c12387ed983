"""Runs the programs of both commits, each stage of each, over the processor's cores."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from local.aws_provider import RecordedProgram, name_of
from local.plan import Plan, plan_stage
from local.policies import waivers_beside
from local.program import STAND_IN, Options, ProgramError, project_name, stage_config
from local.record_program import recorded
from planning.unit_counts import Counts, counts_of
from policy.rules import Finding, Waiver
from review.outcome import Failed, Outcome, Stage
from review.run.trees import Tree
from review.side import Side

STAGE_FILE = re.compile(r"Pulumi\.(.+)\.yaml")
COUNTS = Path("planning", "unit_counts.json")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
"""Where an object lies in memory: another one in each run."""


def stages_of(tree: Tree) -> list[str]:
    """The stages that the commit has settings of."""
    found = (STAGE_FILE.fullmatch(path.name) for path in tree.project.glob("Pulumi.*.yaml"))
    return sorted(name[1] for name in found if name)


def run_all(before: Tree, after: Tree, day: date) -> list[Stage]:
    """Every stage of either commit. ``day`` decides which written exceptions have run out."""
    names = sorted({*stages_of(before), *stages_of(after)})
    known = _waivers_of_base(before)
    jobs = [(tree, name, day, known) for name in names for tree in (before, after)]
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as cores:
        outcomes = [*cores.map(lambda job: outcome_of(*job), jobs)]
    pairs = zip(outcomes[::2], outcomes[1::2], strict=True)
    return [Stage(name, *pair) for name, pair in zip(names, pairs, strict=True)]


def outcome_of(tree: Tree, stage: str, day: date, known: Sequence[Waiver] = ()) -> Outcome:
    """What one stage of one commit registers, or why it cannot be known.

    ``known``: the written exceptions of the base.
    """
    if not (tree.project / f"Pulumi.{stage}.yaml").is_file():
        return None
    settings = None
    try:
        config = stage_config(tree.project, stage, {}, stand_in=True)
        masked = _without(tree, config.masked)
        shown = {key: masked(value) for key, value in config.shown().items()}
        settings = Side(
            stage,
            RecordedProgram({}),
            shown,
            counts=_counts(tree.project),
            unread=config.unread,
            project=project_name(tree.project),
        )
        planned = plan_stage(tree.project, stage, config, day)
        in_force = tuple(one for one in waivers_beside(tree.project) if one.waives_on(day))
        record = recorded(planned.resources, tree.project, masked)
        return replace(
            settings,
            # Resources are registered at once, and so in another order each time.
            record=RecordedProgram(dict(sorted(record.resources.items()))),
            warnings=tuple(sorted({*map(masked, planned.warnings)})),
            options={one.urn: _options(one.options) for one in planned.resources},
            exports={
                name: masked(json.dumps(value, sort_keys=True, default=str))
                for name, value in sorted(planned.exports.items())
            },
            quota_notes=tuple(map(masked, _notes(planned))),
            refusals=tuple(sorted(masked(one) for one in planned.refused if STAND_IN not in one)),
            findings=tuple(_said(one, masked) for one in planned.findings),
            waived=tuple((_said(one, masked), waiver) for one, waiver in planned.judgement.waived),
            waivers=in_force,
            new_waivers=tuple(one for one in in_force if one not in known),
        )
    except (ProgramError, OSError) as error:
        said = _own_frames(_without(tree, str)(str(error)))
        last = [line.strip() for line in said.splitlines() if line.strip()]
        return Failed(last[-1] if last else "it says nothing", said, settings)


def _without(tree: Tree, masked: Callable[[str], str]) -> Callable[[str], str]:
    """Masks a text's secrets, and what is another in each run: the folder of the files."""
    top = str(tree.top)
    return lambda text: ADDRESS.sub("0x…", masked(text).replace(f"{top}/", "").replace(top, "."))


def _waivers_of_base(base: Tree) -> Sequence[Waiver]:
    """Also for stages that the base does not have."""
    try:
        return waivers_beside(base.project)
    except ProgramError:
        return ()


def _said(finding: Finding, masked: Callable[[str], str]) -> Finding:
    return replace(finding, problem=masked(finding.problem))


def _options(options: Options) -> dict[str, str]:
    """What the program says. A provider's id is another one in each run."""
    names = {
        "protect": options.protect,
        "retainOnDelete": options.retain_on_delete,
        "deleteBeforeReplace": options.delete_before_replace,
        "ignoreChanges": options.ignore_changes,
        "replaceOnChanges": options.replace_on_changes,
        "deletedWith": name_of(options.deleted_with),
    }
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in names.items()
        if value not in (None, (), "")
    }


def _own_frames(said: str) -> str:
    """A traceback without what is not the program's: that has this machine's paths."""
    kept, foreign = [], False
    for line in said.splitlines():
        frame = re.match(r'  File "([^"]*)"', line)
        foreign = frame[1].startswith(("/", "<")) if frame else foreign and line.startswith("    ")
        if not foreign:
            kept.append(line)
    return "\n".join(kept)


def _notes(planned: Plan) -> list[str]:
    notes = planned.exports.get("quota_notes")
    return [str(note) for note in notes] if isinstance(notes, list) else []


def _counts(project: Path) -> Counts | None:
    """As the commit counted: one whose counts have another form has none here."""
    try:
        return counts_of(json.loads((project / COUNTS).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None

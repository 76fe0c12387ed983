"""The whole review: what loses data, an overview, then a section for each subject. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from review.cost import cost
from review.failures import failure_lines
from review.judges import judge_lines
from review.outcome import Failed, Stage
from review.outputs_changed import outputs_changed
from review.overview import data_lines, overview
from review.permissions import TITLE as PERMISSIONS
from review.permissions import permissions
from review.policies.policies_changed import TITLE as POLICIES
from review.policies.policies_changed import policies
from review.quotas.quotas_changed import quotas_changed
from review.renamed_project import in_one_project
from review.resources.resources_changed import resources
from review.run.commits import SHOWN, Commits
from review.sagas import sagas
from review.settings_changed import settings_changed
from review.side import Side
from review.text.folding import shown
from review.text.groups import grouped, is_list, named, shared
from review.text.markdown import code, plain
from review.text.part import Part
from review.text.section import Section

MARK = "<!-- realtime-review -->"
"""The first line. A workflow finds its own comment by it, and writes the next one in its place."""
SECTIONS: tuple[Callable[[Side | None, Side | None], Section], ...] = (
    policies,
    resources,
    permissions,
    sagas,
    outputs_changed,
    settings_changed,
    quotas_changed,
    cost,
)
NEVER_MISSED = (POLICIES, PERMISSIONS)
"""Titles of sections that get their room before others in a review that is too long."""
BySubject = Mapping[str, Mapping[str, Section]]
"""The sections by stage and by title."""


def composed(
    commits: Commits,
    stages: Sequence[Stage],
    notes: Sequence[Section],
    judges: Sequence[str] = (),
) -> list[Part]:
    """The review's parts. ``notes`` are of both commits as a whole: packages, submodules.

    ``judges``: what the change touches of the files by which it is judged.
    """
    what = f"{code(commits.base[:SHOWN])} → {code(commits.head[:SHOWN])}"
    sections = {stage.name: _sections_of(stage) for stage in stages}
    failures = [*failure_lines(stages, commits)]
    told = [*_sections(stages, sections)]
    for note in notes:
        if note.lines:
            told.append(Part(note.title, (*shown(note.title, note.summary, note.lines),)))
    if not told and not failures:
        head = f"### Review of {what}: nothing changes"
        return [Part("Review", (MARK, head, "", *judge_lines(judges), _nothing(stages)))]
    losing = [*data_lines(stages)]
    parts = [
        Part("Review", (MARK, f"### Review of {what}", "", *judge_lines(judges)), first=True),
        Part("Data at risk", ("**Data at risk:**", "", *losing, "") if losing else (), first=True),
        Part("Stages", (*overview(stages, sections), ""), first=True),
        Part("Not compared", (*failures,), first=True),
        *told,
    ]
    return [part for part in parts if part.lines]


def nothing_to_compare(commits: Commits) -> list[str]:
    """The lines when the base has every commit of the change."""
    return [
        MARK,
        f"### Review of {code(commits.head[:SHOWN])}: nothing changes",
        "",
        "The base has this commit already.",
    ]


def _sections_of(stage: Stage) -> dict[str, Section]:
    """By title. Where a program fails, settings can be compared all the same."""
    if stage.after is None:
        return {}  # its resources stay as they are
    if stage.sides is not None:
        sides = in_one_project(*stage.sides)
        made = [section(*sides) for section in SECTIONS]
    else:
        old, new = (
            one.settings if isinstance(one, Failed) else one for one in (stage.before, stage.after)
        )
        made = [settings_changed(old, new)] if old and new else []
    return {one.title: one for one in made}


def _nothing(stages: Sequence[Stage]) -> str:
    if not stages:
        return "Neither commit has a stage: there is no `Pulumi.<stage>.yaml`."
    names = ", ".join(plain(stage.name) for stage in stages)
    who = f"The stages ({names})" if stages[1:] else f"Stage {names}"
    return (
        f"{who} would register the same resources, with the same settings, "
        "permissions, outputs, quotas and costs."
    )


def _sections(stages: Sequence[Stage], sections: BySubject) -> Iterator[Part]:
    every = [stage.name for stage in stages if stage.after is not None]
    new = {stage.name for stage in stages if stage.before is None}
    for title in max(sections.values(), key=len, default={}):
        said = {stage: _lines(sections[stage], title) for stage in every}
        by_item = all(map(is_list, said.values()))
        for names, lines in shared(said) if by_item else grouped(said):
            where = f", {named(names, every)}" if len(every) > 1 else ""
            section = sections[names[0]][title]
            summary = section.summary if len(section.lines) == len(lines) else ""
            told = shown(f"{title}{plain(where)}", summary, lines, at_once=not {*names} <= new)
            yield Part(f"{title}{where}", (*told,), first=title in NEVER_MISSED)


def _lines(sections: Mapping[str, Section], title: str) -> tuple[str, ...]:
    return sections[title].lines if title in sections else ()

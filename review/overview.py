"""The table at the top of a review: a row for each stage, equal ones in one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from local.aws_provider import Kind
from planning.markdown import table
from review.cost import TITLE as COST
from review.data_at_risk.risks import at_risk, data_at_risk, not_known
from review.outcome import Failed, Stage
from review.policies.policies_changed import TITLE as POLICIES
from review.resources.update import Update, update_of
from review.text.groups import grouped, named, shared
from review.text.markdown import NONE, plain
from review.text.section import Section

HEAD = ("stage", "added", "changed", "replaced", "removed", "data at risk", "cost a month",
        "policies")  # fmt: skip
REMOVED = (
    "the stage's settings are removed: its stack stays on AWS with all that it holds, and nothing "
    "updates it any more"
)
LOGS = "`cloudwatch.LogGroup`"


def overview(stages: Sequence[Stage], sections: Mapping[str, Mapping[str, Section]]) -> list[str]:
    """The table's lines. ``sections``: by stage and by title."""
    rows = {stage.name: _row(stage, sections.get(stage.name, {})) for stage in stages}
    every = [*rows]
    body = [(plain(named(names, every)), *row) for names, row in grouped(rows)]
    return table(HEAD, body).splitlines()


def _row(stage: Stage, sections: Mapping[str, Section]) -> tuple[str, ...]:
    if stage.not_readable:
        return ("**not readable here**", *[NONE] * (len(HEAD) - 2))
    if stage.sides is None:
        which = "this change" if isinstance(stage.after, Failed) else "the base"
        return (f"**fails in {which}**", *[NONE] * (len(HEAD) - 2))
    before, after = stage.sides
    if after is None:
        return (REMOVED, *[NONE] * (len(HEAD) - 2))
    update = update_of(before, after)
    kinds = (Kind.CREATE, Kind.UPDATE, Kind.REPLACE, Kind.DELETE)
    counts = [str(update.counts[kind] or NONE) for kind in kinds]
    told = [_summary(sections, title) for title in (COST, POLICIES)]
    return (*counts, _risk(update), *told)


def _risk(update: Update) -> str:
    losing, doubtful = at_risk(update), not_known(update)
    told = [f"**{losing}**"] if losing else []
    return ", ".join([*told, *([f"{doubtful} not known"] if doubtful else [])]) or NONE


def _summary(sections: Mapping[str, Section], title: str) -> str:
    found = sections.get(title)
    return (found.summary if found else "") or NONE


def data_lines(stages: Sequence[Stage]) -> Iterator[str]:
    """What holds data and is replaced or removed, in bold. Log lines come last."""
    said = {stage.name: data_at_risk(*stage.sides) for stage in stages if stage.sides is not None}
    every = [stage.name for stage in stages if stage.after is not None]
    told = [(names, line) for names, lines in shared(said) for line in lines]
    for names, line in sorted(told, key=lambda one: LOGS in one[1]):
        yield f"- **{plain(named(names, every))}: {line}**"

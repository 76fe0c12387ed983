"""A project of another name is another stack; it is compared as if the stack had it, too. Pure."""

from __future__ import annotations

from dataclasses import replace

from local.aws_provider import RecordedProgram, renamed
from review.side import Side


def project_of(side: Side | None) -> str:
    """The project whose stack the resources belong to; empty where they name none or several."""
    urns = side.record.resources if side else ()
    found = {urn.split("::")[1] for urn in urns if urn.count("::") >= 3}
    return found.pop() if len(found) == 1 else ""


def in_one_project(before: Side | None, after: Side | None) -> tuple[Side | None, Side | None]:
    """Both sides, the earlier one by the URNs that it has in the project of the later one."""
    old, new = project_of(before), project_of(after)
    if before is None or not old or not new or old == new:
        return before, after
    names = {urn: urn.replace(f"::{old}::", f"::{new}::", 1) for urn in before.record.resources}
    record: RecordedProgram = renamed(before.record, names)
    options = {names.get(urn, urn): one for urn, one in before.options.items()}
    return replace(before, record=record, options=options), after

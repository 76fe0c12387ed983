"""What an update would do to a deployed stage: two recorded programs, compared by the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from types import MappingProxyType

from local.aws_provider.canonical import canonical, changed_paths
from local.aws_provider.holders import holds_data
from local.aws_provider.recorded_program import RecordedProgram, RecordedResource, name_of
from local.aws_provider.renaming import renamed, renames
from local.aws_provider.replacing import replaced_on, replacing_path
from local.aws_provider.rules import ResourceRules
from local.aws_provider.tables import BY_TYPE


class Kind(IntEnum):
    """What happens to a resource, the worst first."""

    REPLACE = 1
    DELETE = 2
    UPDATE = 3
    CREATE = 4


@dataclass(frozen=True)
class Cause:
    """Why one property of a resource changes."""

    path: str
    """The property by its path, the innermost one that differs."""
    source: str | None = None
    """URN of the replaced resource that it comes from; ``None``: the program says otherwise."""
    replaces: bool = False
    """Whether this is what replaces the resource."""

    def __str__(self) -> str:
        if self.source is None:
            return f"{self.path} changes"
        return f"{self.path} comes from {name_of(self.source)}, which is replaced"


@dataclass(frozen=True)
class Change:
    """What happens to one resource, and why."""

    kind: Kind
    urn: str
    type: str
    why: str
    """One sentence without the resource's name: the properties, and the source of a replacement."""
    loses_data: bool = False
    """Whether what the resource holds is gone afterwards: rows, messages, users, log lines."""
    causes: tuple[Cause, ...] = ()
    """The properties that change; none of a resource that comes or goes."""
    known: bool = True
    """Whether the tables say what replaces a resource of this type."""

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return name_of(self.urn)


def changes(
    before: RecordedProgram,
    after: RecordedProgram,
    replace_on: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Change]:
    """Every change, those that lose data first. Equal programs have none.

    A replaced resource has new outputs: what is made of them is replaced or updated too. A resource
    that has another name now is the same one if an alias says so. ``replace_on`` has the paths of
    Pulumi's ``replaceOnChanges`` by URN: the program replaces what the provider would update.
    """
    before = renamed(before, renames(before, after))
    replaced: dict[str, Change] = {}
    common = sorted(before.resources.keys() & after.resources.keys())
    while True:  # until no replacement causes another one
        found = [
            change
            for urn in common
            for change in _changed(
                urn,
                before.resources[urn],
                after.resources[urn],
                replaced,
                replace_on.get(urn, ()),
            )
        ]
        now = {change.urn: change for change in found if change.kind is Kind.REPLACE}
        if now.keys() == replaced.keys():
            break
        replaced = now
    found += _alone(before, after, Kind.DELETE, "the program no longer registers it")
    found += _alone(after, before, Kind.CREATE, "the program registers it now")
    return sorted(found, key=lambda one: (not one.loses_data, one.kind, one.urn))


def _alone(
    these: RecordedProgram, others: RecordedProgram, kind: Kind, why: str
) -> Iterator[Change]:
    for urn in these.resources.keys() - others.resources.keys():
        resource_type = these.resources[urn].type
        loses = kind is Kind.DELETE and bool(holds_data(resource_type))
        yield Change(kind, urn, resource_type, why, loses)


def _changed(
    urn: str,
    before: RecordedResource,
    after: RecordedResource,
    replaced: Mapping[str, Change],
    replace_on: Sequence[str],
) -> Iterator[Change]:
    rules = BY_TYPE.get(after.type)
    known = rules or ResourceRules(after.type, "", "")
    paths = [*changed_paths(canonical(known, before.inputs), canonical(known, after.inputs))]
    causes = {path: Cause(path) for path in paths}
    for key, urns in sorted(after.sources.items()):
        for source in sorted(set(urns) & replaced.keys()):
            causes.setdefault(key, Cause(key, source))
    if not causes:
        return
    every = tuple(
        replace(
            cause,
            replaces=(rules is not None and replacing_path(known, cause.path))
            or replaced_on(replace_on, cause.path),
        )
        for cause in causes.values()
    )
    replacing = [str(cause) for cause in every if cause.replaces]
    if replacing:
        why = "; ".join(replacing) + f" ({rules.source if rules else 'replaceOnChanges'})"
        yield Change(Kind.REPLACE, urn, after.type, why, bool(holds_data(after.type)), every)
        return
    unknown = "" if rules else "; whether that replaces it is not known: no entry in the tables"
    why = "; ".join(map(str, every)) + unknown
    yield Change(Kind.UPDATE, urn, after.type, why, causes=every, known=rules is not None)

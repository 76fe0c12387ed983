"""What an update would do, and which of it follows from what. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from local.aws_provider import Change, Kind, RecordedProgram, changes, is_regional, renamed, renames
from review.renamed_project import in_one_project
from review.resources.by_options import REPLACE_ON, paths_of, without_ignored
from review.side import Side

FUNCTION, LAYER = "aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"
CODE = ("code", "s3Key", "s3ObjectVersion", "sourceCodeHash", "imageUri")
"""Properties by which a function or a layer has other code."""
PROTECT = "protect"
REGION = "aws:region"
NOTHING = RecordedProgram({})


@dataclass(frozen=True)
class Update:
    """Two recorded programs of one stage, compared."""

    before: RecordedProgram
    """By the names that its resources have afterwards."""
    after: RecordedProgram
    names: Mapping[str, str]
    """Earlier URN -> URN of what has another name now."""
    changes: tuple[Change, ...]
    options_before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Pulumi's options by URN, the one of afterwards."""
    options_after: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    """URNs of what is made anew, because the stage moves to another Region."""

    @cached_property
    def counts(self) -> Counter[Kind]:
        """How many resources each thing happens to."""
        told = Counter(change.kind for change in self.changes if change.urn not in self.moved)
        return told + Counter({Kind.REPLACE: len(self.moved)})

    @cached_property
    def by_urn(self) -> Mapping[str, Change]:
        """Each change by its resource."""
        return {change.urn: change for change in self.changes}

    @cached_property
    def code_only(self) -> frozenset[str]:
        """URNs of functions that get other code and nothing else, and of layers alike."""
        return frozenset(
            change.urn
            for change in self.changes
            if change.type in (FUNCTION, LAYER) and change.causes
            if all(self.is_code(change, cause.path, cause.source) for cause in change.causes)
        )

    def is_code(self, change: Change, path: str, source: str | None) -> bool:
        """Whether a property is the code of a function or of a layer, or follows from a layer's."""
        if change.type == LAYER:
            return path.partition(".")[0] in (*CODE, "description") and source is None
        if change.type != FUNCTION:
            return False
        if source is not None:
            layer = self.by_urn[source]
            return path == "layers" and layer.type == LAYER and source in self._other_content
        return path.partition(".")[0] in CODE

    @cached_property
    def _other_content(self) -> frozenset[str]:
        """URNs of layers that are replaced for their content. Theirs may describe it by a hash."""
        return frozenset(
            change.urn
            for change in self.changes
            if change.type == LAYER
            if {cause.path.partition(".")[0] for cause in change.causes} <= {*CODE, "description"}
        )

    def root_of(self, change: Change) -> Change | None:
        """The replacement that the change follows from; None for one that the program says."""
        seen = {change.urn}
        found = None
        while change.causes and all(cause.source for cause in change.causes):
            source = change.causes[0].source
            if source is None or source in seen:
                break
            seen.add(source)
            found = change = self.by_urn[source]
        return found


def update_of(before: Side | None, after: Side | None) -> Update:
    """The update from one side to the other. A stage that is new has nothing before.

    A stage that the repository no longer has is left alone: nothing updates it.
    """
    before, after = in_one_project(before, after)
    new = after.record if after else NOTHING
    old = (before.record if before else NOTHING) if after else NOTHING
    names, options = renames(old, new), after.options if after else {}
    old = renamed(old, names)
    new = without_ignored(old, new, options)
    return Update(
        old,
        new,
        names,
        tuple(changes(old, new, paths_of(REPLACE_ON, options))),
        {names.get(urn, urn): one for urn, one in before.options.items()} if before else {},
        options,
        frozenset(_anew(old, new) if before and after and _moves(before, after) else ()),
    )


def _moves(before: Side, after: Side) -> bool:
    """Whether the stage moves to another Region."""
    was, now = (side.settings.get(REGION) for side in (before, after))
    return bool(was and now and was != now)


def _anew(old: RecordedProgram, new: RecordedProgram) -> Iterator[str]:
    """All but what has a Region of its own, or none."""
    for urn in old.resources.keys() & new.resources.keys():
        one = old.resources[urn]
        if is_regional(one.type) and not one.inputs.get("region"):
            yield urn

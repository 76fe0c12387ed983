"""A stage that moves as a whole: to another Region, or to another project. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from local.aws_provider import holds_data, short_type
from review.renamed_project import project_of
from review.resources.update import PROTECT, REGION, Update
from review.side import Side
from review.text.markdown import TIMES, code, counted, listed

PRICED = "us-east-1"
"""The Region whose prices a bill is reckoned with."""


def move_lines(before: Side, after: Side, update: Update) -> Iterator[str]:
    """One sentence for each move, in the place of a line for each resource."""
    if update.moved:
        yield _region(before.settings[REGION], after.settings[REGION], update)
    old, new = project_of(before), project_of(after)
    if old and new and old != new:
        yield (
            f"the project {code(old)} is called {code(new)} now: to Pulumi that is another stack. "
            f"Without {code('pulumi stack rename')}, an update makes everything a second time, "
            "empty, and the old stack stays on AWS with all that it holds. What is below compares "
            "with the stack renamed"
        )


def _region(was: str, now: str, update: Update) -> str:
    urns = update.moved
    held = Counter(
        short_type(update.before.resources[urn].type)
        for urn in urns
        if holds_data(update.before.resources[urn].type)
    )
    holders = [f"{count} {TIMES} {code(kind)}" for kind, count in sorted(held.items())]
    protected = [
        urn
        for urn in urns
        if update.options_before.get(urn, {}).get(PROTECT) == "true"
        if update.options_after.get(urn, {}).get(PROTECT) == "true"
    ]
    loses = f"; what {listed(holders)} hold does not come along" if holders else ""
    refused = (
        f". Pulumi refuses that as long as {counted(len(protected), 'resource')} of them "
        f"{'is' if len(protected) == 1 else 'are'} protected ({code(PROTECT)})"
        if protected
        else ""
    )
    prices = "" if now == PRICED else f". The bill is at the prices of {code(PRICED)} all the same"
    return (
        f"moves from {code(was)} to {code(now)} ({code(REGION)}): "
        f"{counted(len(urns), 'resource')} {'is' if len(urns) == 1 else 'are'} made anew there and "
        f"deleted in {code(was)}{loses}{refused}{prices}"
    )

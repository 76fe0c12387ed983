"""What a commit names and git keeps elsewhere: it was not there when the programs ran."""

from __future__ import annotations

from collections.abc import Sequence

from review.run.trees import Tree
from review.text.markdown import code, listed
from review.text.section import Section

TITLE = "Not in this review"


def left_out(trees: Sequence[Tree]) -> Section:
    """Submodules, and files in Git LFS."""
    modules = sorted({name for tree in trees for name in tree.submodules})
    pointers = sorted({name for tree in trees for name in tree.in_lfs()})
    lines = []
    if modules:
        lines.append(
            f"- {listed(map(code, modules))}: a submodule has its files in another repository. The "
            "folder was empty when the programs ran"
        )
    if pointers:
        lines.append(
            f"- {listed(map(code, pointers))}: in Git LFS. The programs saw pointers in their place"
        )
    return Section(TITLE, tuple(lines))

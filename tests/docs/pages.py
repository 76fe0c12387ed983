"""The pages that people read: README, docs, the client's README, the examples' and CONTRIBUTING."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.repository import REPO_ROOT

PATTERNS = (
    "README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md", "client/README.md",
    "examples/**/README.md", "components/README.md", "policy/README.md",
)  # fmt: skip
GENERATED = {
    "docs/benchmarks/suite.md", "docs/components-reference.md", "docs/policies.md",
    "docs/provider-rules.md", "docs/saga.md", "docs/settings.md",
}  # fmt: skip
"""Pages that a command writes from what the code declares, or names of what it ran."""
FENCE = re.compile(r"^( *)(```+)([a-z]*)\n(.*?)^ *\2 *$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"[*`_#>|\\]")


def pages() -> dict[str, str]:
    """Each page's path in the repository and its text."""
    found: set[Path] = {path for pattern in PATTERNS for path in REPO_ROOT.glob(pattern)}
    return {
        path.relative_to(REPO_ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(found)
        if "node_modules" not in path.parts
    }


def fenced(text: str, *languages: str) -> list[str]:
    """The contents of the fenced blocks in one of these languages, dedented."""
    return [
        re.sub(f"^{indent}", "", block, flags=re.MULTILINE)
        for indent, _, language, block in FENCE.findall(text)
        if language in languages
    ]


def sentences(text: str) -> Iterator[str]:
    """Each sentence outside of blocks and headings, in lower case and without Markdown's marks."""
    prose = HEADING.sub("\n", FENCE.sub("\n\n", text))
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|#>]|\d+\.) ?)| \| ", prose):
        plain = MARKS.sub("", LINK.sub(r"\1", block))
        for sentence in re.split(r"(?<=[.!?:;])\s+", " ".join(plain.split())):
            yield sentence.strip(" .:;!?-").lower()

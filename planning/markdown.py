"""Tables in Markdown, and the pages that they stand in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

PLACE = re.compile(r"(<!-- ([a-z]+) -->\n).*?(\n<!-- end of \2 -->)", re.DOTALL)
"""A table stands between two marks that name it."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table, without a line break at its end."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


def with_tables(page: str, tables: Mapping[str, str]) -> str:
    """The page with every table in its place. ``KeyError`` names a mark without a table."""
    return PLACE.sub(lambda found: found[1] + tables[found[2]] + found[3], page)

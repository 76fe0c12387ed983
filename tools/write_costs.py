"""``make unit-counts``: writes the tables of the pages on costs from the prices and the counts."""

from __future__ import annotations

import re
from pathlib import Path

from planning import unit_counts
from planning.tables import tables

REPO_ROOT = Path(__file__).resolve().parents[1]
PAGES = (REPO_ROOT / "docs" / "costs.md", REPO_ROOT / "docs" / "planning.md")
PLACE = re.compile(r"(<!-- ([a-z]+) -->\n).*?(\n<!-- end of \2 -->)", re.DOTALL)
"""A table stands between two marks that name it."""


def written(text: str) -> str:
    """The page with every table written again. ``KeyError`` names a mark without a table."""
    by_name = tables(unit_counts.load())
    return PLACE.sub(lambda found: found[1] + by_name[found[2]] + found[3], text)


def main() -> None:
    """Write the pages."""
    for page in PAGES:
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"Wrote the tables of {page.relative_to(REPO_ROOT)}")


if __name__ == "__main__":
    main()

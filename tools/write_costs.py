"""``make unit-counts``: writes the tables of the pages on costs from the prices and the counts."""

from __future__ import annotations

from pathlib import Path

from planning import unit_counts
from planning.markdown import with_tables
from planning.tables import tables

REPO_ROOT = Path(__file__).resolve().parents[1]
PAGES = (REPO_ROOT / "docs" / "costs.md", REPO_ROOT / "docs" / "planning.md")


def written(text: str) -> str:
    """The page with every table written again. ``KeyError`` names a mark without a table."""
    return with_tables(text, tables(unit_counts.load()))


def main() -> None:
    """Write the pages."""
    for page in PAGES:
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"Wrote the tables of {page.relative_to(REPO_ROOT)}")


if __name__ == "__main__":
    main()

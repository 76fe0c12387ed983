"""The table of storms in docs/reconnect-storms.md."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planning.simulation.scenarios import HOUR, Row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reconnect-storms.md"
HEADER = (
    "pages", "storm", "half live", "99 % live", "all live", "refused, each page",
    "account without requests", "fresh tokens, each page",
)  # fmt: skip


def table(rows: Iterable[Row]) -> str:
    """All rows, as the page has them."""
    cells = [HEADER, ("---:", "---", *["---:"] * 6), *map(_cells, rows)]
    return "\n".join(f"| {' | '.join(one)} |" for one in cells) + "\n"


def write(rows: Iterable[Row]) -> None:
    """Put the table in the place of the one that the page has."""
    head, _, rest = PAGE.read_text().partition("| pages | storm |")
    _, _, tail = rest.partition("\n\n")
    PAGE.write_text(f"{head}{table(rows)}\n{tail}")


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row.pages:,}", row.name, _time(row.half_live_seconds, row),
        _time(row.most_live_seconds, row), _time(row.all_live_seconds, row),
        f"{row.refused / row.pages:.1f}", f"{row.starved_seconds:,.0f} s",
        f"{row.fresh_tokens / row.pages:.1f}",
    )  # fmt: skip


def _time(seconds: float | None, row: Row) -> str:
    return f"{seconds:,.0f} s" if seconds else f"never: {row.live_percent:g} % after {HOUR:,.0f} s"

"""The tables of storms: in docs/reconnect-storms.md, and in the decision taken from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from planning.markdown import table, with_tables
from planning.simulation.plot import Curve
from planning.simulation.scenarios import HOUR, Row

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = (DOCS / "reconnect-storms.md", DOCS / "adr" / "0018-leaving-early.md")
LATER_SECONDS = HOUR / 2
"""By then 100,000 pages are back: who comes later is the echo."""
STORMS = (
    "pages", "storm", "half live", "99 % live", "all live", "refused, each page",
    "account without requests", "fresh tokens, each page",
)  # fmt: skip
ECHOES = ("tokens of", "handshakes a second at the worst later, before", "now")


def written(text: str, found: Mapping[str, Any]) -> str:
    """The page with its tables as ``results.json`` has them."""
    rows = [Row(**one) for one in found["rows"]]
    tables = {
        "storms": table(STORMS, map(_cells, rows)),
        "jitter": table(STORMS[:6], (_cells(row)[:6] for row in rows if _is_of_jitter(row))),
        "echoes": table(ECHOES, _echoes(found["handshakes_per_second"])),
    }
    return with_tables(text, tables)


def write(found: Mapping[str, Any]) -> None:
    """Put the tables in the place of those that the pages have."""
    for page in PAGES:
        page.write_text(written(page.read_text(), found))


def _is_of_jitter(row: Row) -> bool:
    return row.name in ("full jitter", "equal jitter")


def _echoes(rates: Mapping[str, Curve]) -> Iterable[tuple[str, ...]]:
    for life in ("an hour", "a day"):
        worst = (_worst_later(rates[f"tokens of {life}, {when}"]) for when in ("before", "now"))
        yield life, *(f"{rate:,.0f}" for rate in worst)


def _worst_later(curve: Curve) -> float:
    worst: float = max(r for second, r in zip(*curve, strict=True) if second > LATER_SECONDS)
    return worst


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row.pages:,}", row.name, _time(row.half_live_seconds, row),
        _time(row.most_live_seconds, row), _time(row.all_live_seconds, row),
        f"{row.refused / row.pages:.1f}", f"{row.starved_seconds:,.0f} s",
        f"{row.fresh_tokens / row.pages:.1f}",
    )  # fmt: skip


def _time(seconds: float | None, row: Row) -> str:
    return f"{seconds:,.0f} s" if seconds else f"never: {row.live_percent:g} % after {HOUR:,.0f} s"

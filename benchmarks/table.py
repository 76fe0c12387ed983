"""The table that the command prints, and the same table for the docs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.results import Figure, Row
from planning.markdown import table

HEADER = ("measure", "ours", "the peer or the limit", "ratio", "goal", "spread")


def cells(row: Row) -> tuple[str, ...]:
    """A row's cells, as texts."""
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    return (
        row.measure,
        f"{number(row.ours)} {row.unit}",
        f"{row.peer_name}: {number(row.peer)} {row.unit}",
        f"{number(row.ratio)} x",
        f"{row.goal} {verdict}" if row.goal else "",
        f"{number(row.spread[0])} to {number(row.spread[1])}" if row.spread else row.kind,
    )


def number(value: float) -> str:
    """Three digits that count; whole numbers from 1,000 on."""
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - _exponent(value))}f}"


def _exponent(value: float) -> int:
    return int(f"{value:e}".rsplit("e", 1)[1])


def as_text(figures: Iterable[Figure]) -> str:
    """The table for a terminal."""
    blocks = [(figure, [cells(row) for row in figure.rows]) for figure in figures]
    widths = _widths([HEADER, *(row for _, rows in blocks for row in rows)])
    lines = [_line(HEADER, widths)]
    for figure, rows in blocks:
        lines += ["", figure.title, *(_line(row, widths) for row in rows)]
    return "\n".join(lines)


def as_markdown(figure: Figure) -> str:
    """One figure's table for the docs, and below it the rows' notes."""
    notes = [f"- {row.measure}: {row.note}" for row in figure.rows if row.note]
    return "\n".join([table(HEADER, map(cells, figure.rows)), *([""] if notes else []), *notes])


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()

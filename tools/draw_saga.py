"""Draws docs/images/saga.svg from the definition that the program generates. Run by
``make pictures``.

The happy path is the top row; below each of its states hangs what its failure leads to; whatever
is left follows in rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from local.plan import plan_stage
from local.preview_saga import definitions

REPO_ROOT = Path(__file__).resolve().parents[1]
TARGET = REPO_ROOT / "docs" / "images" / "saga.svg"
WIDTH, HEIGHT, ACROSS, DOWN, MARGIN, PER_ROW = 176, 40, 222, 104, 24, 4
COLOURS = {"Notify": "#e6f6ec", "Report": "#fdf1d8", "Recover": "#f1eafd", "Commit": "#e8f1ff",
           "Confirm": "#e8f1ff", "Fence": "#e8f1ff"}  # fmt: skip
STYLE = (
    "svg{background:#fff}text{font:13px system-ui,sans-serif;fill:#1b2733;text-anchor:middle}"
    ".box{stroke:#3c6fd1;stroke-width:1.2}.next{stroke:#3c6fd1;fill:none;stroke-width:1.6}"
    ".catch{stroke:#c2483c;fill:none;stroke-width:1.1;stroke-dasharray:5 4}"
    ".key{text-anchor:start;fill:#5a6b80}"
)

Cell = tuple[int, int]
States = Mapping[str, Mapping[str, Any]]


def following(state: Mapping[str, Any]) -> list[str]:
    """Where a state leads when nothing fails."""
    chosen = [rule["Next"] for rule in state.get("Choices", [])]
    return [name for name in (state.get("Next"), state.get("Default"), *chosen) if name]


def caught(state: Mapping[str, Any]) -> list[str]:
    """Where a state leads when it fails."""
    return list(dict.fromkeys(rule["Next"] for rule in state.get("Catch", [])))


def chain(start: str, states: States, placed: Mapping[str, Cell]) -> list[str]:
    """From ``start`` on, as long as states have no place yet."""
    found: list[str] = []
    name: str | None = start
    while name and name not in placed and name not in found:
        found.append(name)
        name = next(iter(following(states[name])), None)
    return found


def layout(definition: Mapping[str, Any]) -> dict[str, Cell]:
    """State -> column and row."""
    states: States = definition["States"]
    placed: dict[str, Cell] = {}
    happy = chain(definition["StartAt"], states, placed)
    placed |= {name: (column, 0) for column, name in enumerate(happy)}
    for column, name in enumerate(happy):
        for target in caught(states[name])[:1]:
            hanging = chain(target, states, placed)
            placed |= {member: (column, row) for row, member in enumerate(hanging, 1)}
    row = 1 + max(row for _, row in placed.values())
    for name in states:
        column, before = 0, ""
        for member in chain(name, states, placed):
            # The recovery begins a row of its own.
            if column == PER_ROW or (member.startswith("Recover") > before.startswith("Recover")):
                column, row = 0, row + (column > 0)
            placed[member] = (column, row)
            column, before = column + 1, member
        row += column > 0
    return placed


def corner(cell: Cell) -> tuple[int, int]:
    return MARGIN + cell[0] * ACROSS, MARGIN + 24 + cell[1] * DOWN


def box(name: str, cell: Cell) -> str:
    x, y = corner(cell)
    fill = next((c for prefix, c in COLOURS.items() if name.startswith(prefix)), "#ffffff")
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="8" class="box" '
        f'fill="{fill}"/>'
        f'<text x="{x + WIDTH / 2}" y="{y + 25}">{escape(name)}</text>'
    )


def arrow(source: Cell, target: Cell, kind: str) -> str:
    """A line between the sides of two boxes that face each other."""
    (x1, y1), (x2, y2) = corner(source), corner(target)
    shift = 0 if kind == "next" else 14
    if source[1] == target[1]:
        right = target[0] > source[0]
        start: tuple[float, float] = (x1 + (WIDTH if right else 0), y1 + HEIGHT / 2 + shift)
        end: tuple[float, float] = (x2 + (0 if right else WIDTH), y2 + HEIGHT / 2 + shift)
    else:
        down = target[1] > source[1]
        start = (x1 + WIDTH / 2 + shift, y1 + (HEIGHT if down else 0))
        end = (x2 + WIDTH / 2 + shift, y2 + (0 if down else HEIGHT))
    middle = (start[1] + end[1]) / 2
    path = f"M{start[0]} {start[1]} "
    if source[1] == target[1]:
        path += f"L{end[0]} {end[1]}"
    else:
        path += f"C{start[0]} {middle} {end[0]} {middle} {end[0]} {end[1]}"
    return f'<path d="{path}" class="{kind}" marker-end="url(#{kind})"/>'


def drawing(definition: Mapping[str, Any]) -> str:
    """The picture as SVG."""
    cells, states = layout(definition), definition["States"]
    arrows = [
        arrow(cells[name], cells[target], kind)
        for name, state in states.items()
        for kind, found in (("catch", caught(state)), ("next", following(state)))
        for target in found
    ]
    width = MARGIN * 2 + (max(c for c, _ in cells.values()) * ACROSS) + WIDTH
    height = MARGIN * 2 + 24 + max(r for _, r in cells.values()) * DOWN + HEIGHT
    heads = "".join(
        f'<marker id="{kind}" markerWidth="9" markerHeight="9" refX="7" refY="4" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" fill="{colour}"/></marker>'
        for kind, colour in (("next", "#3c6fd1"), ("catch", "#c2483c"))
    )
    words = "solid: what comes next, dashed: where a failure for good leads"
    key = f'<text x="{MARGIN}" y="24" class="key">{words}</text>'
    boxes = [box(name, cell) for name, cell in cells.items()]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f"<style>{STYLE}</style><defs>{heads}</defs>" + key + "".join(arrows + boxes) + "</svg>\n"
    )


def checkout_definition() -> dict[str, Any]:
    """The definition that the program generates for the checkout."""
    resources = plan_stage(REPO_ROOT, "dev").resources
    return dict(definitions(resources))["checkout-saga-machine"]


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(drawing(checkout_definition()))

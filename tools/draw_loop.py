"""Draws docs/images/loop.svg, the picture of the loop. Run by ``make pictures``."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "loop.svg"
WIDTH, LANE_TOP, LANE_BOTTOM = 920, 70, 470
LANES = {"Browser": 90, "HTTP API": 290, "CheckoutSaga": 500, "RealtimeNotifier": 760}
ARROWS = [
    ("Browser", "RealtimeNotifier", "opens a WebSocket, token as subprotocol", False),
    ("Browser", "HTTP API", "POST /checkout", False),
    ("HTTP API", "CheckoutSaga", "starts the saga, once per key", False),
    ("HTTP API", "Browser", "202 PENDING at once", True),
    ("CheckoutSaga", "CheckoutSaga", "charge, reserve, confirm - or refund, release", False),
    ("CheckoutSaga", "RealtimeNotifier", "commits the outcome, then pushes it", False),
    ("RealtimeNotifier", "Browser", "order.finalized or order.refunded, in order, once", True),
]


def text(x: float, y: float, words: str, **attributes: str) -> str:
    extra = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<text x="{x}" y="{y}" text-anchor="middle" {extra}>{escape(words)}</text>'


def arrow(index: int, source: str, target: str, words: str, answer: bool) -> str:
    y = LANE_TOP + 50 + index * 52
    start, end = LANES[source], LANES[target]
    style = 'stroke-dasharray="6 5"' if answer else ""
    line = f'class="arrow" {style} marker-end="url(#head)" fill="none"'
    if start == end:
        path = f'<path d="M{start} {y - 8} h46 v22 h-40" {line}/>'
        return path + text(start + 60, y + 7, words, style="text-anchor:start")
    gap = 8 if end > start else -8
    path = f'<path d="M{start} {y} H{end - gap}" {line}/>'
    return path + text((start + end) / 2, y - 8, words)


def drawing() -> str:
    lanes = [
        f'<rect x="{x - 80}" y="24" width="160" height="38" rx="8" class="box"/>'
        + text(x, 48, name, font_weight="600")
        + f'<path d="M{x} {LANE_TOP} V{LANE_BOTTOM}" class="lane"/>'
        for name, x in LANES.items()
    ]
    arrows = [arrow(index, *row) for index, row in enumerate(ARROWS)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {LANE_BOTTOM + 20}">'
        "<style>svg{background:#fff}text{font:13px system-ui,sans-serif;fill:#1b2733}"
        ".box{fill:#e8f1ff;stroke:#3c6fd1}.lane{stroke:#c3cedd}"
        ".arrow{stroke:#3c6fd1;stroke-width:1.6}</style>"
        '<defs><marker id="head" markerWidth="9" markerHeight="9" refX="7" refY="4" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#3c6fd1"/></marker></defs>'
        + "".join(lanes + arrows)
        + "</svg>\n"
    )


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(drawing())

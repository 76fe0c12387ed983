"""Takes the picture of a review comment: ``python -m tools.take_review_picture``.

Commits a change to a copy of this repository, reviews it with ``make review``'s own code, and
writes ``docs/images/review.png``: the comment's Markdown, rendered in real Chromium.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image
from selenium import webdriver

from local.interrupts import temporary_folder
from tools.chromium import chromium_options, running_chromium

REPO_ROOT = Path(__file__).resolve().parents[1]
PICTURE = Path("docs/images/review.png")
WIDTH = 980
COLOURS = 96
AUTHOR = ("-c", "user.name=shop", "-c", "user.email=shop@example.com", "-c", "commit.gpgsign=false")
PLANTED = (
    ("components/checkout_saga/tables.py", 'f"{name}-payments", key=PAYMENTS_KEY',
     'f"{name}-payments", key=("paymentId",)'),
    ("components/checkout_saga/functions.py",
     'module=RESERVE_STOCK, tables={"products": ("UpdateItem",)',
     'module=RESERVE_STOCK, tables={"products": ("UpdateItem", "DeleteItem")'),
    ("Pulumi.prod.yaml", "expectedPeakConnections: 20000", "expectedPeakConnections: 40000"),
)  # fmt: skip
"""File, a text in it, and what the change makes of the text."""
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 20px; width: {width}px; box-sizing: border-box; background: #fff;
  color: #1f2328; font: 14px/1.5 -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }}
main {{ border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 16px 8px; }}
h3 {{ font-size: 17px; }}
table {{ border-collapse: collapse; }} tr:nth-child(2n) {{ background: #f6f8fa; }}
td, th {{ border: 1px solid #d1d9e0; padding: 4px 10px; text-align: left; }}
code {{ background: #818b981f; border-radius: 6px; padding: 1px 5px;
  font: 12px/1.4 "DejaVu Sans Mono", monospace; }}
summary {{ cursor: pointer; }} details {{ margin: 6px 0; }}
</style><main>{body}</main>"""


def copy_with_a_change(folder: Path) -> None:
    """The tracked files of this repository as one commit, and the planted change as the next.

    Raises ``ValueError`` for a planted text that its file does not hold exactly once.
    """
    tracked = subprocess.run(
        ("git", "archive", "HEAD"), cwd=REPO_ROOT, check=True, capture_output=True
    )
    subprocess.run(("tar", "-x", "-C", str(folder)), check=True, input=tracked.stdout)
    _git(folder, "init", "-q", "-b", "main")
    _commit(folder, "The shop as it is deployed")
    for name, text, other in PLANTED:
        file = folder / name
        content = file.read_text(encoding="utf-8")
        if content.count(text) != 1:
            raise ValueError(f"{name} must hold {text!r} once, not {content.count(text)} times")
        file.write_text(content.replace(text, other), encoding="utf-8")
    _commit(folder, "Take more load, and key payments by their id")


def review_of(folder: Path) -> str:
    """The Markdown of ``make review BASE=HEAD~1`` for a repository."""
    done = subprocess.run(
        (sys.executable, "-m", "review", "--base", "HEAD~1", "--project", str(folder)),
        cwd=REPO_ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout


def page(markdown: str) -> str:
    """The comment as a page, much as a code host shows it."""
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    return PAGE.format(body=renderer.render(markdown), width=WIDTH)


def shoot(html: Path, picture: Path) -> None:
    """The whole page, in few colours: the file is a third as large."""
    with running_chromium(chromium_options(["--hide-scrollbars"])) as browser:
        browser.get(html.as_uri())
        height = browser.execute_script("return document.documentElement.scrollHeight")
        _resize(browser, height)
        shown = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


def _resize(browser: webdriver.Chrome, height: int) -> None:
    metrics = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def _commit(folder: Path, subject: str) -> None:
    _git(folder, "add", "--all")
    _git(folder, *AUTHOR, "commit", "-q", "-m", subject)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(("git", *arguments), cwd=folder, check=True)


if __name__ == "__main__":
    with temporary_folder("review-picture-") as place:
        shop = place / "shop"
        shop.mkdir()
        copy_with_a_change(shop)
        html = place / "review.html"
        html.write_text(page(review_of(shop)), encoding="utf-8")
        shoot(html, PICTURE)
    print(f"wrote {PICTURE}")

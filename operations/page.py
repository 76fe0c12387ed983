"""The demo shop page as it is hosted: which file is served under which path."""

from __future__ import annotations

from pathlib import Path

CONTENT_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
"""What the page is made of, by suffix. Any other file beside it is not served."""


def page_files(project_dir: Path) -> dict[str, Path]:
    """URL path -> file, all but ``/config.json``: that one is made from a stage's outputs."""
    page = project_dir / "storefront"
    return {
        f"/{file.relative_to(page).as_posix()}": file
        for file in sorted(page.rglob("*"))
        if file.suffix in CONTENT_TYPES and file.is_file()
    }

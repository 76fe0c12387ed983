"""The demo shop page as it is hosted: which file is served under which path."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

CONTENT_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
"""What the page is made of, by suffix."""


def page_files(project_dir: Path) -> dict[str, Path]:
    """URL path -> file, all but ``/config.json``: that one is made from a stage's outputs."""
    page = _hosted(project_dir / "storefront", "/", CONTENT_TYPES)
    client = _hosted(project_dir / "client", "/client/", {".js"})
    return page | client


def _hosted(folder: Path, url: str, suffixes: Container[str]) -> dict[str, Path]:
    """Other files in the folder are not for a browser."""
    return {
        url + file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.suffix in suffixes and file.is_file()
    }

"""The files that docs/getting-started.md tells a newcomer to write."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.pages import FENCE
from tests.support.repository import REPO_ROOT

TEXT = (REPO_ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w.]+\.(?:yaml|py|html|mjs|txt))`")
FILES = {
    NAMED.findall(TEXT[: found.start()])[-1]: found[4]
    for found in FENCE.finditer(TEXT)
    if found[3] != "console"
}
"""Each file that the page tells to write, by the last name before its block."""
PACKAGE = "realtime-notifier-client"


def write_files(folder: Path) -> None:
    """Write the files, and put the client where npm would put it."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / PACKAGE).symlink_to(REPO_ROOT / "client")

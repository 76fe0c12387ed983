"""``make page``: write the shop page of a stage as one folder, ready to be hosted.

    python -m operations.write_page [--outputs FILE] OUT

A folder that holds an earlier page is replaced. A folder that holds anything else is refused, and
the error names that. Exits 0 when the page is written, 2 when nothing is.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from operations.hosted_page import page_config, page_files
from operations.outputs import OutputsError, read_outputs

REPO_ROOT = Path(__file__).resolve().parents[1]
CONFIG = "/config.json"


class PageWriteError(Exception):
    """The page cannot be written to the folder. The text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m operations.write_page", description=__doc__)
    parser.add_argument("--outputs", type=Path, default=Path(".local/outputs.json"))
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write")
    chosen = parser.parse_args(arguments)
    try:
        config = page_config(read_outputs(chosen.outputs))
        write_page(page_files(REPO_ROOT), config, chosen.out)
    except (OutputsError, PageWriteError) as failed:
        print(failed, file=sys.stderr)
        return 2
    print(f"the page is in {chosen.out}; host it at the root of one of the stage's allowedOrigins")
    return 0


def write_page(files: Mapping[str, Path], config: Mapping[str, Any], out: Path) -> None:
    """Write the page to the folder, whole or not at all. Raises ``PageWriteError``."""
    out = out.resolve()
    try:
        _check(files, out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as beside:
            page = Path(beside) / "page"
            _fill(page, files, config)
            if out.exists():
                out.rename(Path(beside) / "earlier")
            page.rename(out)
    except OSError as error:
        why = error.strerror or error
        raise PageWriteError(f"the page cannot be written to {out}: {why}") from error


def _check(files: Mapping[str, Path], out: Path) -> None:
    """Raise ``PageWriteError`` unless the folder is new, empty or holds an earlier page only."""
    if any(out.is_relative_to(file.parent) or file.is_relative_to(out) for file in files.values()):
        raise PageWriteError(f"{out} overlaps the page's sources; choose another folder")
    if out.exists() and not out.is_dir():
        raise PageWriteError(f"{out} is not a folder; choose another place")
    own = {out / path.lstrip("/") for path in (*files, CONFIG)}
    folders = {folder for file in own for folder in file.parents}
    others = [
        one
        for one in out.rglob("*")
        if one.parent in folders
        and one not in (folders if one.is_dir() and not one.is_symlink() else own)
    ]
    if others:
        names = ", ".join(sorted(one.relative_to(out).as_posix() for one in others))
        raise PageWriteError(
            f"{out} holds more than a page: {names}. Choose another folder, or remove them"
        )


def _fill(page: Path, files: Mapping[str, Path], config: Mapping[str, Any]) -> None:
    for path, source in files.items():
        target = page / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (page / CONFIG.lstrip("/")).write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""``make page``: write the shop page of a stage as one folder, ready to be hosted.

    python -m operations.write_page [--outputs FILE] OUT

The response headers are written beside the folder as ``OUT-headers.json``, a response headers
policy of CloudFront, and printed. A folder that holds an earlier page is replaced. A folder that
holds anything else is refused, and the error names that. Exits 0 when the page is written, 2 when
nothing is.
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

from operations.cloudfront_headers import response_headers_policy
from operations.hosted_page import page_config, page_files
from operations.outputs import OutputsError, read_outputs
from operations.page_headers import connect_sources, page_headers, with_policy
from operations.typed_path import typed_path

REPO_ROOT = Path(__file__).resolve().parents[1]
CONFIG = "/config.json"
PAGE = "/index.html"


class PageWriteError(Exception):
    """The page cannot be written to the folder. The text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m operations.write_page", description=__doc__)
    parser.add_argument("--outputs", type=typed_path, default=Path(".local/outputs.json"))
    parser.add_argument("out", type=typed_path, metavar="OUT", help="the folder to write")
    chosen = parser.parse_args(arguments)
    try:
        config = page_config(read_outputs(chosen.outputs))
        headers = write_page(page_files(REPO_ROOT), config, chosen.out)
        headers_file = _headers_file(chosen.out.resolve())
    except (OutputsError, PageWriteError) as failed:
        print(failed, file=sys.stderr)
        return 2
    print(f"the page is in {chosen.out}; host it at the root of one of the stage's allowedOrigins")
    print(f"its headers for CloudFront are in {headers_file}; for another server:")
    print("\n".join(f"  {name}: {value}" for name, value in headers.items()))
    return 0


def write_page(files: Mapping[str, Path], config: Mapping[str, Any], out: Path) -> dict[str, str]:
    """Write the page to the folder, whole or not at all, and its headers beside it.

    Answers the headers. Raises ``OutputsError`` and ``PageWriteError``.
    """
    out = out.resolve()
    connect = connect_sources(config)
    try:
        _check(files, out)
        _check_headers_file(_headers_file(out))
        page = files[PAGE].read_text(encoding="utf-8")
        headers = page_headers(page, connect)
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as beside:
            made = Path(beside) / "page"
            _fill(made, files, config)
            (made / PAGE.lstrip("/")).write_text(with_policy(page, connect), encoding="utf-8")
            made_headers = Path(beside) / "headers"
            _write_json(made_headers, response_headers_policy(config["httpUrl"], headers))
            if out.exists():
                out.rename(Path(beside) / "earlier")
            made.rename(out)
            made_headers.rename(_headers_file(out))
    except OSError as error:
        why = error.strerror or error
        raise PageWriteError(f"the page cannot be written to {out}: {why}") from error
    except ValueError as error:
        raise PageWriteError(str(error)) from error
    return headers


def _headers_file(out: Path) -> Path:
    """Beside the folder: a file within it would be hosted."""
    return out.with_name(f"{out.name}-headers.json")


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


def _check_headers_file(file: Path) -> None:
    """Raise ``PageWriteError`` if anything but an earlier page's headers is there."""
    if not file.exists():
        return
    try:
        found = json.loads(file.read_text()) if file.is_file() else None
    except ValueError:
        found = None
    if not (isinstance(found, dict) and "SecurityHeadersConfig" in found):
        raise PageWriteError(
            f"{file} is in the way: it holds no headers of an earlier page. Choose another folder, "
            "or remove it"
        )


def _fill(page: Path, files: Mapping[str, Path], config: Mapping[str, Any]) -> None:
    for path, source in files.items():
        target = page / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    _write_json(page / CONFIG.lstrip("/"), config)


def _write_json(file: Path, what: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(what, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""Writes client/types, what TypeScript knows of the client, from its JSDoc: ``make types``.

tsc checks every file of the client, strictly, and writes the types of each. The package has those
that its public entries lead to. ``--check`` writes nothing, and fails when the folder is stale.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPO_ROOT = Path(__file__).resolve().parents[1]
CLIENT = REPO_ROOT / "client"
TSC = REPO_ROOT / "node_modules" / ".bin" / "tsc"
_IMPORT = re.compile(r'(?:from |import\()"(\.[^"]+)\.js"')


def check_and_emit(folder: Path) -> None:
    """Let tsc check the client and write its types. Exit with what tsc said of an error."""
    done = subprocess.run([TSC, "-p", CLIENT, "--outDir", folder], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def public_entries() -> list[Path]:
    """The files that ``exports`` names as types, below client/types."""
    exports = json.loads((CLIENT / "package.json").read_text())["exports"].values()
    named = [Path(entry["types"]) for entry in exports if isinstance(entry, dict)]
    return [path.relative_to("types") for path in named]


def reachable(folder: Path, entries: list[Path]) -> dict[str, str]:
    """Name -> text of the entries and of all that they import, one from another."""
    found: dict[str, str] = {}
    waiting = [folder / entry for entry in entries]
    while waiting:
        file = waiting.pop()
        name = file.resolve().relative_to(folder.resolve()).as_posix()
        if name in found:
            continue
        found[name] = file.read_text()
        waiting += [file.parent / f"{path}.d.ts" for path in _IMPORT.findall(found[name])]
    return found


def stored(types: Path) -> dict[str, str]:
    """Name -> text of the files that are there."""
    files = [path for path in types.rglob("*") if path.is_file()]
    return {path.relative_to(types).as_posix(): path.read_text() for path in files}


def main(arguments: list[str]) -> None:
    types = CLIENT / "types"
    with tempfile.TemporaryDirectory() as folder:
        check_and_emit(Path(folder))
        wanted = reachable(Path(folder), public_entries())
    if stored(types) == wanted:
        return
    if "--check" in arguments:
        raise SystemExit("client/types is not what the client's JSDoc says; run: make types")
    shutil.rmtree(types, ignore_errors=True)
    for name, text in wanted.items():
        (types / name).parent.mkdir(parents=True, exist_ok=True)
        (types / name).write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Checks the client's npm package as it is packed: part of ``make check``.

publint asks whether bundlers and Node find what package.json names, attw (Are the Types Wrong?)
whether TypeScript finds the types in each way to resolve a module. The package has ES modules only,
which browsers take as they are: attw's profile for such packages leaves out the question whether
``require`` gets a CommonJS file. Neither says anything of a package that is right. This attw cannot
unpack with fflate 0.8.3, so the root package.json overrides that.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

REPO_ROOT = Path(__file__).resolve().parents[1]
BIN = REPO_ROOT / "node_modules" / ".bin"


def pack(folder: Path) -> Path:
    """The package as a file in the folder. Needs no network."""
    run(
        ["npm", "pack", "--silent", "--offline", "--pack-destination", folder, REPO_ROOT / "client"]
    )
    (tarball,) = folder.glob("*.tgz")
    return tarball


def run(command: list[str | Path]) -> None:
    """Exit with what the command said, if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPO_ROOT)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}".strip())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tarball = pack(Path(folder))
        run([BIN / "publint", "run", tarball, "--strict"])
        run([BIN / "attw", tarball, "--profile", "esm-only", "--no-definitely-typed"])


if __name__ == "__main__":
    main()

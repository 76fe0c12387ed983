"""``make check``: all checks side by side. Each one's output stays whole, in the order below.

The exit code is that of the first one that failed. A check of files that are the same as when it
last passed is not made again: what it looks at is listed with it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

REPO_ROOT = Path(__file__).resolve().parents[1]
PASSED = REPO_ROOT / ".build" / "passed-checks"
BIN = Path(sys.executable).parent
NODE_BIN = REPO_ROOT / "node_modules" / ".bin"
AUDIT = ("--offline", "--strict-collection", "--persona=auditor", "--quiet", "--color=never")
"""How zizmor looks at the workflows: as strictly as it can, without a question to GitHub."""
OF_THE_CLIENT = ("client", "package-lock.json", "node_modules/.package-lock.json")


@dataclass(frozen=True)
class Check:
    """One check. ``inputs``: all that it looks at, files and folders; none: it is always made."""

    command: tuple[str | Path, ...]
    inputs: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in a report."""
        return " ".join(str(word).rpartition("/")[2] for word in self.command)


def ours(module: str, *arguments: str) -> Check:
    """A check of our own client's package, in this repository's tools."""
    own = f"{module.replace('.', '/')}.py"
    return Check((sys.executable, "-m", module, *arguments), (own, *OF_THE_CLIENT))


CHECKS = (
    Check((BIN / "ruff", "check", ".")),
    Check((BIN / "ruff", "format", "--check", ".")),
    Check((BIN / "mypy",)),
    Check((BIN / "lint-imports",), environment={"PYTHONPATH": "."}),
    Check((sys.executable, "-m", "local", "policy")),
    Check((BIN / "zizmor", *AUDIT, ".github")),
    Check((NODE_BIN / "biome", "lint", "--error-on-warnings", "client", "storefront", "tests")),
    ours("tools.write_client_types", "--check"),
    ours("tools.check_client_package"),
)


def make_all(checks: Sequence[Check], passed: Path, say: Callable[[str], object]) -> int:
    """Make the checks, as many at once as there are cores. The first failed one's exit code."""
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(make, check, passed) for check in checks]
        for check, done in zip(checks, running, strict=True):
            code, said = done.result()
            say(said)
            if code:
                say(f"FAILED: {check.name}\n")
                failed = failed or code
    return failed


def make(check: Check, passed: Path) -> tuple[int, str]:
    """Make one check: its exit code, and all that it said. It said the same when it last passed."""
    marker = passed / hashlib.sha256(b"".join(_looked_at(check))).hexdigest()
    if check.inputs and marker.exists():
        return 0, marker.read_text()
    done = subprocess.run(
        check.command, cwd=REPO_ROOT, env=os.environ | check.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if check.inputs and not done.returncode:
        passed.mkdir(parents=True, exist_ok=True)
        marker.write_text(done.stdout)
    return done.returncode, done.stdout


def _looked_at(check: Check) -> Iterator[bytes]:
    """The command, and each file that it looks at with its content."""
    yield repr(check.command).encode()
    for name in check.inputs:
        path = REPO_ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in (one for one in files if one.is_file()):
            yield f"\n{file}\n".encode()
            yield hashlib.sha256(file.read_bytes()).digest()


if __name__ == "__main__":
    sys.exit(make_all(CHECKS, PASSED, sys.stdout.write))

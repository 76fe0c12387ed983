"""The client as a user has it: packed, and installed into an empty project. Needs no network."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.support.repository import REPO_ROOT
from tools.check_client_package import pack


def npm(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(
        ["npm", *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(folder: Path) -> Path:
    """A project of its own in the folder, with the packed client and nothing else."""
    folder.mkdir()
    (folder / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    npm(folder, "install", "--offline", "--no-audit", "--no-fund", pack(folder))
    return folder


def run_node(folder: Path, name: str, text: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the project."""
    (folder / name).write_text(text)
    return subprocess.run(
        ["node", name], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def ws_module() -> str:
    """The address of a WebSocket class for Node, for an import."""
    return (REPO_ROOT / "node_modules" / "ws" / "wrapper.mjs").as_uri()

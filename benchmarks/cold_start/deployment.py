"""A function's folders as Lambda lays them out, and how large they are.

Lambda's own boto3 has its byte code. What a program deploys has none, and nothing can be written
beside it: each environment compiles it anew. So the runtime's folder is compiled here, and the
interpreters write no byte code.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.cold_start.deployed_python import Python
from benchmarks.processes import PROJECT
from components.building_blocks.code_archive import FUNCTIONS, family_files
from components.building_blocks.dependency_layer import MODULES, build_layer

REQUIREMENTS = FUNCTIONS / "requirements.txt"
PEERS = Path(__file__).with_name("peers")
BUILT = PROJECT / ".build" / "cold-start"


@dataclass(frozen=True)
class Deployment:
    """Folders to import from, as strings for the interpreters' path."""

    code: str
    layer: str
    peers: str
    peer_layer: str
    """PyJWT, which a common authorizer has in its layer."""
    runtime: str


def deploy(python: Python, scratch: Path) -> Deployment:
    """The folders. What comes from the package index is kept for the next run."""
    runtime = ["boto3==" + version("boto3"), "botocore==" + version("botocore")]
    code = scratch / "code"
    for family in ("checkout", "realtime"):
        for name in family_files(family):
            (code / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PROJECT / name, code / name)
    peers = scratch / "peers"
    shutil.copytree(PEERS, peers, ignore=shutil.ignore_patterns("__pycache__"))
    layer = installed(python, ["-r", str(REQUIREMENTS), "--require-hashes", "--no-deps"])
    for module in MODULES:
        shutil.copyfile(module, layer / module.name)
    return Deployment(
        str(code),
        str(layer),
        str(peers),
        str(installed(python, [f"PyJWT[crypto]=={version('PyJWT')}"])),
        str(installed(python, [*runtime, "--compile-bytecode"])),
    )


def installed(python: Python, arguments: list[str]) -> Path:
    """A folder with these packages, for this machine and Python."""
    locked = REQUIREMENTS.read_bytes() if "-r" in arguments else b""
    key = f"{python.version} {arguments}".encode() + locked
    finished = BUILT / hashlib.sha256(key).hexdigest()[:16]
    if not finished.is_dir():
        unfinished = finished.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target",
                   str(unfinished), "--python", python.path, "--link-mode", "copy"]  # fmt: skip
        subprocess.run([*command, *arguments], check=True)
        unfinished.rename(finished)
    return finished


def unpacked_bytes(family: str) -> int:
    """The family's code and the layer that the program deploys, as Lambda unpacks them."""
    code = [PROJECT / name for name in family_files(family)]
    layer = [path for path in build_layer(REQUIREMENTS).rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in (*code, *layer))

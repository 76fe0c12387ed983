"""The functions' dependencies as one Lambda layer, built from locked requirements.

On any machine, uv installs the wheels for Lambda's platform and Python. The folder's name is a hash
of everything that decides its content. The same inputs give the same bytes: no byte code is
compiled, and every file comes from a hash-checked wheel or is a module of ``functions/layer``.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.building_blocks.code_archive import FUNCTIONS
from components.building_blocks.layer_errors import LayerError, reason

try:
    import fcntl
except ImportError:  # Windows, where two builds at once may make one of them fail
    fcntl = None  # type: ignore[assignment]

PYTHON_VERSION = "3.13"
RUNTIME = f"python{PYTHON_VERSION}"
ARCHITECTURE = "arm64"
PLATFORM = "aarch64-manylinux2014"
RECIPE = 1
"""Raise it whenever ``build_layer`` leaves something else in the folder."""
MODULES = (FUNCTIONS / "layer" / "saga_step.py",)
"""What any team's function that uses the layer can import by the file's name."""
BUILD_ROOT = FUNCTIONS.parent / ".build" / "layers"


def layer_key(requirements: bytes) -> str:
    """Hash of everything that decides the layer's content."""
    decides = f"{RECIPE}\n{PYTHON_VERSION}\n{PLATFORM}\n".encode() + requirements
    decides += b"".join(module.read_bytes() for module in MODULES)
    return hashlib.sha256(decides).hexdigest()[:16]


def build_layer(requirements: Path, build_root: Path = BUILD_ROOT) -> Path:
    """The layer's folder. The wheels are installed when the folder does not exist yet.

    Raises ``LayerError`` when uv or the index cannot be reached, there is no wheel for Lambda's
    platform, or a hash differs.
    """
    finished = build_root / layer_key(requirements.read_bytes())
    if finished.is_dir():
        return finished
    build_root.mkdir(parents=True, exist_ok=True)
    with (build_root / "lock").open("w") as lock:
        # One build at a time. The lock ends with the processes that hold it, uv among them. So
        # whatever is unfinished now was left by a build that was killed.
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        for unfinished in build_root.glob("*.*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        if not finished.is_dir():
            _build(requirements, finished, [lock.fileno()] if fcntl else [])
    return finished


def _build(requirements: Path, finished: Path, keep_open: Sequence[int]) -> None:
    scratch = finished.with_name(f"{finished.name}.unfinished")
    scratch.mkdir()
    command = [
        *(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"),
        *("--target", str(scratch / "python"), "--python", sys.executable),
        *("--python-platform", PLATFORM, "--python-version", PYTHON_VERSION),
        *("--only-binary", ":all:", "--require-hashes", "--link-mode", "copy"),
        *("-r", str(requirements)),
    ]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, pass_fds=keep_open
        )
        if done.returncode:
            raise LayerError(
                f"the functions' layer could not be built from {requirements}: "
                f"{reason(done.stderr)}"
            )
        _drop_what_varies(scratch)
        for module in MODULES:
            shutil.copyfile(module, scratch / "python" / module.name)
        scratch.rename(finished)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _drop_what_varies(folder: Path) -> None:
    """Remove console scripts and install records: they contain this machine's interpreter."""
    shutil.rmtree(folder / "python" / "bin", ignore_errors=True)
    for record in [
        *folder.rglob("RECORD"),
        *folder.rglob("direct_url.json"),
        *folder.rglob(".lock"),
    ]:
        record.unlink()


def dependency_layer(
    name: str, *, parent: pulumi.Resource, requirements: Path = FUNCTIONS / "requirements.txt"
) -> aws.lambda_.LayerVersion:
    """Register the layer ``<name>-dependencies``."""
    return aws.lambda_.LayerVersion(
        f"{name}-dependencies",
        layer_name=f"{name}-dependencies",
        description=f"Locked dependencies {layer_key(requirements.read_bytes())}",
        code=pulumi.FileArchive(str(build_layer(requirements))),
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[ARCHITECTURE],
        opts=pulumi.ResourceOptions(parent=parent),
    )

"""The process that programs are forked from on Linux. It loads Pulumi's SDK, which takes seconds.

A command that is going to run a program starts it first of all (``started_first``): it loads while
this process loads what itself needs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from local.forks.forked import Forks

REPO_ROOT = Path(__file__).resolve().parents[2]
SDK = REPO_ROOT / "components" / "python_sdk"
"""Holds ``pulumi_realtime``, which `pulumi package add` would generate for a program."""
OF_GRPC = {
    "GRPC_VERBOSITY": "NONE",  # or each run's end is logged as a lost connection
    "no_grpc_proxy": "127.0.0.1",  # the monitor is here, whatever proxy the layer is fetched by
}
"""Read when the library is loaded or first used."""
OF_PROGRAMS = OF_GRPC | {"PYTHONPATH": os.pathsep.join(map(str, (REPO_ROOT, SDK)))}
"""What each program's process has, whoever starts it."""


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | OF_PROGRAMS


PROGRAMS = (
    Forks([sys.executable, "-m", "local.program.program_parent"], _environment)
    if sys.platform == "linux"  # on macOS, the system's own libraries do not work after a fork
    else None
)
"""One for all programs that this process runs."""

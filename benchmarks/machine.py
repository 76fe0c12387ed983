"""The machine that measured, as results.json and the docs describe it."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def describe() -> dict[str, str]:
    """Processor, cores, memory, system and Python. Nothing that tells whose machine it is."""
    return {
        "processor": _processor(),
        "cores": str(_cores()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }  # fmt: skip


def _cores() -> int | None:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.processor() or "unknown"


def _memory() -> str:
    kibibytes = _line("/proc/meminfo", "MemTotal").removesuffix("kB").strip()
    return f"{int(kibibytes) / 2**20:.0f} GiB" if kibibytes else "unknown"


def _line(path: str, name: str) -> str:
    """The value of the first line of this name; "" where the system has no such file."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((one.split(":", 1)[1].strip() for one in lines if one.startswith(name)), "")

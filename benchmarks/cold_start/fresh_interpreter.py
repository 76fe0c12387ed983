"""Imports one handler and calls it once, as a new Lambda environment does. Run as a script.

It reads ``{"folders", "module", "event"}`` from its input. Its last line of output says what that
took: processor and wall milliseconds of both parts, the peak of memory, what was imported.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from typing import Any


class Context:
    """Lambda's context, as far as a handler may ask."""

    function_name = "cold"
    memory_limit_in_mb = 256
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:cold"
    aws_request_id = "request-1"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def own_peak_mebibytes() -> float:
    """The most memory that this program had. On Linux, ``getrusage`` tells of the process that
    started it, if that one had more."""
    try:
        with open("/proc/self/status") as status:
            kib = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        return peak_mebibytes(resource.RUSAGE_SELF)
    return kib / 2**10


def peak_mebibytes(kind: int) -> float:
    """What ``getrusage`` tells of a kind: this process, or the largest of its children."""
    per_mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(kind).ru_maxrss / per_mebibyte


def main() -> None:
    """Measure, and print the result."""
    given = json.load(sys.stdin)
    sys.path[:0] = given["folders"]
    began = time.process_time()
    handler: Any = importlib.import_module(given["module"]).handler
    ready = time.process_time()
    handler(given["event"], Context())
    done = time.process_time()
    told = {
        "init_ms": (ready - began) * 1000,
        "call_ms": (done - ready) * 1000,
        "peak_mib": own_peak_mebibytes(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()

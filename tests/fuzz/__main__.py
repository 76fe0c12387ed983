"""``make fuzz``: hostile inputs to every handler and to a local stage. Exits 1 if one has a fault.

The same seed gives the same inputs. ``ONLY=start_checkout CASE=17`` shows one input again.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from tests.fuzz.doors import DOORS
from tests.fuzz.handler_runs import handler_part, one_case
from tests.fuzz.parts import Part, progress_of

HANDLERS, STAGE, HTTP = PARTS = ("handlers", "stage", "http")
FRAMES_PER_CASE = 4
"""10,000 frames and handshakes on the stage for 2,500 inputs to each handler."""
REQUESTS_PART = 5
"""500 requests to each operation of the HTTP API for 2,500 inputs to each handler."""


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen parts; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=2500, help="inputs for each handler")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part")
    parser.add_argument("--only", default="", help="only the handlers of this name or family")
    parser.add_argument("--case", type=int, help="show one input of the handler that --only names")
    parser.add_argument("--processes", type=int, default=0, help="for the handlers; 0: all")
    chosen = parser.parse_args(arguments)
    if chosen.case is not None:
        told = one_case(chosen.seed, chosen.only, chosen.case)
        print("\n".join(told))
        return int(any("WRONG" in line for line in told))
    started = time.monotonic()
    wanted = chosen.part or PARTS
    parts = []
    if HANDLERS in wanted:
        doors = tuple(door for door in DOORS if chosen.only in door.module)
        progress = progress_of(HANDLERS)
        part = handler_part(chosen.seed, chosen.cases, progress, doors, chosen.processes)
        parts.append(_told(part))
    if {STAGE, HTTP} & set(wanted):
        parts += _on_the_stage(wanted, chosen.seed, chosen.cases)
    return _verdict(parts, chosen.seed, time.monotonic() - started)


def _on_the_stage(wanted: Sequence[str], seed: int, cases: int) -> list[Part]:
    # Imported here: the handlers' part needs neither emulator nor schemathesis.
    from tests.fuzz import stage_runs

    parts = []
    with stage_runs.fuzz_stage() as stage:
        if STAGE in wanted:
            inputs = FRAMES_PER_CASE * cases
            part = stage_runs.connections_part(stage, seed, inputs, progress_of(STAGE))
            parts.append(_told(part))
        if HTTP in wanted:
            each = max(20, cases // REQUESTS_PART)
            parts.append(_told(stage_runs.http_part(stage, seed, each, progress_of(HTTP))))
    return parts


def _told(part: Part) -> Part:
    print(f"{part.name}: {part.inputs} inputs, {len(part.faults)} kinds of faults", flush=True)
    for fault in part.faults:
        print(f"  WRONG  {fault}", flush=True)
    return part


def _verdict(parts: list[Part], seed: int, seconds: float) -> int:
    print("\nVerdict")
    for part in parts:
        print(f"  {part.name}: {part.inputs} inputs, {len(part.faults)} kinds of faults")
    wrong = any(part.faults for part in parts)
    again = f"; again with SEED={seed}" if wrong else ""
    print(f"  seed {seed}, {seconds:.0f} s on {os.cpu_count()} processors{again}")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())

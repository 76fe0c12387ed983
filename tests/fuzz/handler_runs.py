"""The handlers' part: all doors on all processors, and one kind of fault reported once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.fuzz.doors import DOORS, Door
from tests.fuzz.handlers import Fault, changes_of, kinds_of, merged, minimized, run_case
from tests.fuzz.parts import Part, Progress
from tests.support.processes import forked

CHUNK = 80
"""A multiple of the cases that one connection serves."""


@dataclass(frozen=True)
class Job:
    """Some cases of one door."""

    door: int
    seed: int
    first: int
    last: int


def handler_part(
    seed: int, cases: int, progress: Progress, doors: tuple[Door, ...] = DOORS, processes: int = 0
) -> Part:
    """Run ``cases`` inputs through every handler."""
    jobs = [
        Job(DOORS.index(door), seed, first, min(first + CHUNK, _share(door, cases)))
        for door in doors
        for first in range(0, _share(door, cases), CHUNK)
    ]
    total = sum(job.last - job.first for job in jobs)
    done = 0
    found: list[Fault] = []
    for job, faults in _results(jobs, processes):
        done, found = done + job.last - job.first, found + faults
        progress(done, total, sum(fault.count for fault in found))
    small = [minimized(_door_of(fault), seed, fault) for fault in merged(found).values()]
    return Part("handlers", total, [str(fault) for fault in small])


def one_case(seed: int, name: str, case: int) -> list[str]:
    """What is wrong with one case of the doors of that name, and its changes."""
    told = []
    for door in DOORS:
        if door.name == name:
            template, changes = changes_of(door, seed, case)
            told.append("; ".join(map(str, changes)) or "the valid input")
            told += [f"  WRONG  {kind}" for kind in kinds_of(door, template, changes, case)]
    return told


def run_job(job: Job) -> tuple[Job, list[Fault]]:
    """The faults of a job's cases, one of each kind with their number."""
    door = DOORS[job.door]
    faults = [f for case in range(job.first, job.last) for f in run_case(door, job.seed, case)]
    return job, list(merged(faults).values())


def _share(door: Door, cases: int) -> int:
    """A handler with several rows has its cases divided among them."""
    return max(len(door.examples), cases // sum(other.name == door.name for other in DOORS))


def _door_of(fault: Fault) -> Door:
    return DOORS[fault.row]


def _results(jobs: list[Job], processes: int) -> Iterator[tuple[Job, list[Fault]]]:
    if processes == 1:
        yield from map(run_job, jobs)
        return
    with forked(processes or None) as pool:
        yield from pool.imap_unordered(run_job, jobs)

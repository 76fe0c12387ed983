"""Reads what pytest wrote of each test. Pure, but for the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

MOST = 20
NOT_PASSED = ("error", "failure", "skipped")
GROUP = re.compile(r"@[\w.]+$")
"""What pytest-xdist adds to a test's name: those that share something run in one worker."""


@dataclass(frozen=True)
class Slow:
    """One of the slowest tests, or one of the slowest files of tests."""

    name: str
    seconds: float
    share: float
    """Its part of the seconds of all tests, from 0 to 1."""


@dataclass(frozen=True)
class Report:
    """The seconds of each test by its name, with what it made for others that use it, too."""

    seconds: Mapping[str, float]
    not_passed: tuple[str, ...] = ()
    """Tests that failed or were skipped, each with what pytest said of it."""

    @property
    def names(self) -> frozenset[str]:
        """The tests that ran."""
        return frozenset(self.seconds)

    def slowest(self, most: int = MOST) -> list[Slow]:
        """The slowest tests, the slowest first."""
        return _slowest(self.seconds, most)

    def slowest_files(self, most: int = MOST) -> list[Slow]:
        """The slowest files of tests, the slowest first."""
        files: Counter[str] = Counter()
        for name, seconds in self.seconds.items():
            files[name.partition("::")[0]] += seconds  # type: ignore[assignment]  # no whole number
        return _slowest(files, most)


def read(file: Path, folder: Path) -> Report:
    """The report that pytest's ``--junitxml`` wrote. Names are without the checkout's folder."""
    seconds: dict[str, float] = {}
    not_passed: list[str] = []
    for case in ElementTree.parse(file).iter("testcase"):  # noqa: S314 - our own file
        own = case.get("name", "").replace(str(folder), "")
        name = GROUP.sub("", f"{case.get('classname', '')}::{own}")
        seconds[name] = seconds.get(name, 0.0) + float(case.get("time", 0))
        not_passed += [f"{name}: {part.tag}" for part in case if part.tag in NOT_PASSED]
    return Report(seconds, tuple(not_passed))


def vanished(base: Iterable[Report], head: Iterable[Report]) -> list[str]:
    """Names of tests that the base has and the head has not, in order."""
    return sorted(_all(base) - _all(head))


def _all(reports: Iterable[Report]) -> frozenset[str]:
    return frozenset().union(*(report.names for report in reports))


def _slowest(seconds: Mapping[str, float], most: int) -> list[Slow]:
    together = sum(seconds.values()) or 1.0
    ordered = sorted(seconds.items(), key=lambda one: (-one[1], one[0]))[:most]
    return [Slow(name, took, took / together) for name, took in ordered]

"""Packages that the two commits pin differently. Both ran with those of this checkout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

from review.text.markdown import MINUS, code, listed, shortened
from review.text.section import Section

TITLE = "Packages"
FILES = ("requirements.txt", "functions/requirements.txt")
PIN = re.compile(
    r"^([A-Za-z0-9][A-Za-z0-9._-]*)[ \t]*(?:\[[^\]\n]*\])?[ \t]*([=<>!~@][^;#\\\n]*)?", re.MULTILINE
)
"""A line of a requirements file: a package, and which versions of it; all of them without any."""
NAMED = 12
RAN_WITH = ("pulumi", "pulumi-aws")


def requirements_changed(before: Path, after: Path) -> Section:
    """Of the project's folders at both commits: what they pin, and what both ran with."""
    lines = []
    for name in FILES:
        told = [*_differences(_pins(before / name), _pins(after / name))]
        if told:
            lines.append(f"- {code(name)}: {listed(told, NAMED)}")
    told = [*_differences(_packages(before), _packages(after))]
    if told:
        lines.append(f"- {code('Pulumi.yaml')}, packages: {listed(told, NAMED)}")
    if not lines:
        return Section(TITLE, ())
    ran = ", ".join(f"{code(name)} {_installed(name)}" for name in RAN_WITH)
    return Section(
        TITLE,
        (*lines, f"- Both commits ran with the packages and components of this checkout: {ran}."),
        f"{len(lines)} files differ" if len(lines) > 1 else "1 file differs",
    )


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if was is None:
            yield f"+ {code(name)} {code(shortened(now or ''))}"
        elif now is None:
            yield f"{MINUS} {code(name)} {code(shortened(was))}"
        else:
            yield f"{code(name)} {code(shortened(was))} → {code(shortened(now))}"


def _pins(file: Path) -> dict[str, str]:
    found = PIN.findall(_text(file))
    return {name.lower(): versions.strip().removeprefix("==") or "any" for name, versions in found}


def _packages(project: Path) -> dict[str, str]:
    try:
        found = yaml.safe_load(_text(project / "Pulumi.yaml"))
    except yaml.YAMLError:
        return {}  # the stages' failure says so
    packages = found.get("packages") if isinstance(found, dict) else None
    if not isinstance(packages, dict):
        return {}
    return {
        str(name): one if isinstance(one, str) else json.dumps(one, sort_keys=True, default=str)
        for name, one in packages.items()
    }


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"

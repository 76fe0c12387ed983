"""The workflows as their files say, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.support.repository import REPO_ROOT

FOLDER = REPO_ROOT / ".github"
FILES = sorted([*FOLDER.glob("workflows/*.yml"), *FOLDER.glob("actions/*/action.yml")])


@dataclass(frozen=True)
class Job:
    """One job of a workflow. ``called``: the workflow that it calls in place of steps."""

    workflow: str
    name: str
    body: Mapping[str, Any]

    @property
    def called(self) -> str:
        return str(self.body.get("uses", "")).rpartition("/")[2]

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        return list(self.body.get("steps", []))

    @property
    def permissions(self) -> Mapping[str, str]:
        return dict(self.body.get("permissions", {}))

    def __str__(self) -> str:
        return f"{self.workflow}/{self.name}"


@cache
def workflows() -> Mapping[str, Mapping[str, Any]]:
    """Each workflow by its name. YAML 1.1 takes the key ``on`` for true."""
    found = {}
    for path in FOLDER.glob("workflows/*.yml"):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[path.stem] = {"on" if key is True else key: value for key, value in read.items()}
    return dict(sorted(found.items()))


@cache
def jobs() -> tuple[Job, ...]:
    """All jobs of all workflows."""
    return tuple(
        Job(workflow, name, body)
        for workflow, read in workflows().items()
        for name, body in read["jobs"].items()
    )


def job(workflow: str, name: str) -> Job:
    """The job of this name."""
    (found,) = [one for one in jobs() if (one.workflow, one.name) == (workflow, name)]
    return found


def events(workflow: str) -> Mapping[str, Any]:
    """What starts the workflow."""
    return dict(workflows()[workflow]["on"])


def scripts() -> Iterator[tuple[Job, str]]:
    """Each script that a step runs, with its job."""
    for one in jobs():
        for step in one.steps:
            if "run" in step:
                yield one, str(step["run"])


def used(text: str) -> list[str]:
    """What the lines of a file name behind ``uses:``, with the comment."""
    return re.findall(r"^\s*(?:- )?uses: (.+)$", text, re.MULTILINE)

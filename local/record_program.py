"""Makes a record of a planned program: the same for the same program, and without secrets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from local.aws_provider import SECRET, RecordedProgram, RecordedResource, Registration, earlier_urns
from local.program import RegisteredResource
from local.program.wire import Archive, Asset

CHOSEN_BY_AWS = re.compile(r"\b[a-z]\d{9}\b|\b[a-z0-9-]+_P\d{9}\b")
"""Placeholders of a plan whose numbers depend on the order of registration."""
PHYSICAL_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def recorded(
    resources: Sequence[RegisteredResource],
    project_dir: Path,
    masked: Callable[[str], str] = lambda text: text,
) -> RecordedProgram:
    """The record of what a plan registered. Files are read relative to ``project_dir``.

    ``masked`` hides the stage's secret settings in a text: a program may pass one on in plain.
    """
    names = {
        value: f"{{{resource.name}}}"
        for resource in resources
        for value in resource.outputs.values()
        if isinstance(value, str) and CHOSEN_BY_AWS.fullmatch(value)
        if value == resource.outputs.get("id")
    }
    names |= {name: f"{{{resource.name}}}" for resource in resources for name in _given(resource)}
    known = {one.urn: Registration(one.parent, one.options.aliases) for one in resources}
    writer = _Writer(names, project_dir, masked)
    return RecordedProgram(
        {
            resource.urn: RecordedResource(
                resource.type,
                {
                    key: SECRET if key in resource.secrets else writer.plain(value)
                    for key, value in resource.inputs.items()
                },
                {key: tuple(urns) for key, urns in resource.sources.items()},
                tuple(sorted({*earlier_urns(resource.urn, known)} - {resource.urn})),
            )
            for resource in resources
            if resource.custom and not resource.read
        }
    )


def _given(resource: RegisteredResource) -> Iterator[str]:
    """The physical name that Pulumi gave. It keeps it, whatever the naming pattern becomes."""
    for name in (resource.outputs.get("name"), resource.outputs.get("id")):
        if not isinstance(name, str) or name in resource.inputs.values() or not resource.custom:
            continue
        if PHYSICAL_NAME.fullmatch(name) and resource.name in name and name != resource.name:
            yield name


class _Writer:
    """Makes JSON of inputs."""

    def __init__(
        self, names: dict[str, str], project_dir: Path, masked: Callable[[str], str]
    ) -> None:
        self._names, self._project_dir, self._masked = names, project_dir, masked
        longest_first = sorted(map(re.escape, names), key=len, reverse=True)
        self._known = re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first) or '(?!)'})(?![\w-])")

    def plain(self, value: Any) -> object:
        if isinstance(value, dict):
            return {key: self.plain(inside) for key, inside in value.items()}
        if isinstance(value, list):
            return [self.plain(inside) for inside in value]
        if isinstance(value, str):
            return self._masked(self._known.sub(lambda found: self._names[found[0]], value))
        if isinstance(value, Archive | Asset):
            return {type(value).__name__.lower(): f"sha256:{self._digest(value)}"}
        return SECRET if self._masked(str(value)) == SECRET else value

    def _digest(self, value: Archive | Asset) -> str:
        """Of the content, and of the names inside. Where something lies does not count."""
        if isinstance(value, Asset) and value.text is not None:
            return hashlib.sha256(value.text.encode()).hexdigest()
        if isinstance(value, Archive) and value.assets is not None:
            inside = {name: self._digest(one) for name, one in value.assets.items()}
        else:
            path = self._project_dir / str(value.path)
            if path.is_file():
                return hashlib.sha256(path.read_bytes()).hexdigest()
            inside = {
                file.relative_to(path).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
                for file in path.rglob("*")
                if file.is_file()
            }
        return hashlib.sha256(repr(sorted(inside.items())).encode()).hexdigest()

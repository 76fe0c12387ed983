"""Carries out `aws` commands of a document with boto3, so that the test needs no command line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from string import Template
from typing import Any

from local.local_stage import LocalStage


def aws_commands(document: str, start: str) -> list[str]:
    """The lines that begin with `aws` in the document's console blocks, from ``start`` on."""
    section = document[document.index(start) :]
    blocks = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith("aws ")]


def run(stage: LocalStage, command: str, variables: Mapping[str, str]) -> Any:
    """What the operation answers. ``--query`` and ``--output`` are the caller's business."""
    words = shlex.split(Template(command).substitute(variables))
    service, operation, *rest = words[1:]
    waiter = rest.pop(0) if operation == "wait" else None
    given = {
        _camel(name.removeprefix("--")): value
        for name, value in zip(rest[::2], rest[1::2], strict=True)
        if name not in ("--query", "--output")
    }
    client = stage.client(service)
    if waiter:
        return client.get_waiter(_snake(waiter)).wait(**given)
    call: Callable[..., Any] = getattr(client, _snake(operation))
    return call(**given)


def _camel(name: str) -> str:
    return "".join(part.title() for part in name.split("-"))


def _snake(name: str) -> str:
    return name.replace("-", "_")

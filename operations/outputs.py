"""A stage's outputs, as ``pulumi stack output --json`` or the local stage writes them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

Declared = TypeVar("Declared")


class OutputsError(Exception):
    """The outputs cannot be used. The text says why, and how to get outputs that can."""


def read_outputs(path: Path) -> dict[str, Any]:
    """The outputs in the file ``path``. Raises ``OutputsError``."""
    try:
        outputs = json.loads(path.read_text())
    except FileNotFoundError:
        raise OutputsError(
            f"{path} does not exist; start a local stage with: make up, or write the outputs of a "
            "stage on AWS with: pulumi stack output --json --stack <stage> > outputs.json and "
            "give OUTPUTS=outputs.json"
        ) from None
    except ValueError as error:
        raise OutputsError(f"{path} is not JSON: {error}") from None
    if not isinstance(outputs, dict):
        raise OutputsError(f"{path} must hold a JSON object, got {outputs!r}")
    return outputs


def select_outputs(wanted: type[Declared], outputs: Mapping[str, Any]) -> Declared:
    """The outputs that a command needs, as an instance of its dataclass ``wanted``.

    Each field is the output of the same name; other outputs are ignored. Raises ``OutputsError``
    that names every field which has no default and whose output is missing or empty.
    """
    fields = dataclasses.fields(wanted)  # type: ignore[arg-type]
    given = {field.name: outputs[field.name] for field in fields if outputs.get(field.name)}
    missing = [
        field.name
        for field in fields
        if field.name not in given and field.default is dataclasses.MISSING
    ]
    if missing:
        raise OutputsError(
            f"the outputs lack {', '.join(missing)}; write them again with: "
            "pulumi stack output --json --stack <stage> > outputs.json"
        )
    return wanted(**given)

"""A stage's outputs, as ``pulumi stack output --json`` or the local stage writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


class OutputsError(Exception):
    """The outputs are not there, lack something or tell of no stage; the text says what to do."""


def read_outputs(path: Path) -> dict[str, Any]:
    """The outputs in that file. Raises ``OutputsError``."""
    try:
        outputs = json.loads(path.read_text())
    except FileNotFoundError:
        raise OutputsError(
            f"there is no {path}; start a local stage with: make up, or write the outputs of "
            "one on AWS with: pulumi stack output --json --stack <stage> > outputs.json and "
            "give OUTPUTS=outputs.json"
        ) from None
    except ValueError as error:
        raise OutputsError(f"{path} is no JSON: {error}") from None
    if not isinstance(outputs, dict):
        raise OutputsError(f"{path} must hold a JSON object, got {outputs!r}")
    return outputs


def require(outputs: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise ``OutputsError`` that names each output that is not there."""
    missing = [name for name in names if not outputs.get(name)]
    if missing:
        raise OutputsError(
            f"the outputs lack {', '.join(missing)}; write them again with: "
            "pulumi stack output --json --stack <stage> > outputs.json"
        )

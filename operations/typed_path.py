"""A path as a person types it into an option of a command."""

from __future__ import annotations

import os
from pathlib import Path


def typed_path(text: str) -> Path:
    """Some shells leave the ``~`` of ``make redrive OUTPUTS=~/outputs.json`` to us."""
    return Path(os.path.expanduser(text))

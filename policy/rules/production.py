"""Which stages are production: there some rules hold that would only hinder elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

PRODUCTION_STAGES = ("prod", "production")


def is_production(stage: str, *, protected: bool, names: Sequence[str] = PRODUCTION_STAGES) -> bool:
    """Whether the stage is production: by its name, or because it is protected.

    ``protected``: the program registers a resource with Pulumi's option ``protect``, as
    ``deletionProtection: true`` makes it. ``names`` are patterns, such as ``prod-*``.
    """
    return protected or any(fnmatchcase(stage, pattern) for pattern in names)

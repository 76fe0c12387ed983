"""Which stages are production: there some rules hold that would only hinder elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

PRODUCTION_STAGES = ("prod", "production", "prod-*", "production-*")
"""Names of such stages, as patterns, in any case."""


def is_production(stage: str, *, protected: bool, names: Sequence[str] = PRODUCTION_STAGES) -> bool:
    """Whether the stage is production: by its name, or because it is protected.

    ``protected``: the program registers a resource with Pulumi's option ``protect``, as
    ``deletionProtection: true`` makes it. ``names`` are patterns, such as ``live-*``.
    """
    return protected or any(fnmatchcase(stage.lower(), pattern.lower()) for pattern in names)

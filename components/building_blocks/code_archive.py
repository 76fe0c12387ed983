"""The code of one function family as a sorted, explicit, reproducible archive.

Only ``contract``, ``functions/common`` and the family itself go in: a change in one family never
redeploys the other. Byte-code caches and editors' leftovers do not change the archive's hash.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pulumi

REPO_ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = REPO_ROOT / "functions"
UNUSED = {"quotas.py"}
"""Modules of ``contract`` that no function reads: a quota that changes must not redeploy one."""


def family_files(family: str, functions: Path = FUNCTIONS) -> list[str]:
    """Names of the archive's files, sorted, such as ``functions/<family>/<module>.py``.

    Raises ``ValueError`` when the family's folder does not exist.
    """
    if not (functions / family).is_dir():
        raise ValueError(f"no function family {family!r}: {functions / family} is not a folder")
    found = [
        *(
            module
            for module in (functions.parent / "contract").rglob("*.py")
            if module.name not in UNUSED
        ),
        functions / "__init__.py",
        *(functions / "common").rglob("*.py"),
        *(functions / family).rglob("*.py"),
    ]
    return sorted(path.relative_to(functions.parent).as_posix() for path in found)


@lru_cache
def family_archive(family: str) -> pulumi.AssetArchive:
    """The archive of ``functions/<family>`` with ``functions/common`` and ``contract``."""
    return pulumi.AssetArchive(
        {name: pulumi.FileAsset(str(FUNCTIONS.parent / name)) for name in family_files(family)}
    )

"""A program of a few lines that uses the components, for the local stage's monitor."""

from __future__ import annotations

from pathlib import Path


def write_program(folder: Path, lines: str) -> Path:
    """Write the program into the folder, with one stage, ``dev``. Answers the folder.

    The local stage finds the repository's modules for it.
    """
    (folder / "Pulumi.yaml").write_text("name: trial\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    (folder / "__main__.py").write_text(lines)
    return folder

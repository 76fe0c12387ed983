"""What AWS would refuse although the emulator takes it."""

from __future__ import annotations

from collections.abc import Sequence

from local.program import RegisteredResource


def find_refusals(resources: Sequence[RegisteredResource]) -> list[str]:
    return []

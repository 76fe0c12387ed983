"""Programs of one notifier and of many, planned."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from local.plan import plan
from local.program import Program

STAGE = "dev"
PROGRAM = """
from components import RealtimeNotifier

for number in range({count}):
    RealtimeNotifier(
        f"notifier-{{number}}",
        {{
            "allowed_origins": ["https://shop.example.com"],
            "oidc_issuer": "https://issuer.example.com",
            "oidc_audience": "shop",
        }},
    )
"""


@dataclass(frozen=True)
class Planned:
    """What one plan of so many notifiers registered, and what it took."""

    count: int
    resources: int
    seconds: float


def planned(counts: Sequence[int]) -> list[Planned]:
    """Plans of so many notifiers, one after the other in one fresh process.

    A plan before them loads the libraries.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "Pulumi.yaml").write_text("name: notifiers\nruntime: python\n")
        (path / f"Pulumi.{STAGE}.yaml").write_text("config:\n  aws:region: us-east-1\n")
        with Program(path, STAGE) as program:
            _planned(program, 1)
            return [_planned(program, count) for count in counts]


def _planned(program: Program, count: int) -> Planned:
    (program.project_dir / "__main__.py").write_text(PROGRAM.format(count=count))
    began = time.perf_counter()
    resources = len(plan(program).resources)
    return Planned(count, resources, time.perf_counter() - began)

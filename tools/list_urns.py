"""Writes the URNs of a stage's resources to tests/components/urns.txt. Run by ``make urns``."""

from __future__ import annotations

from pathlib import Path

from local.plan import plan_stage

REPO_ROOT = Path(__file__).resolve().parents[1]
LIST = REPO_ROOT / "tests" / "components" / "urns.txt"


def urns_of(stage: str) -> list[str]:
    """The URNs that the program registers, sorted, with ``<stage>`` for the stage's name."""
    planned = plan_stage(REPO_ROOT, stage).resources
    return sorted(
        resource.urn.replace(f"urn:pulumi:{stage}::", "urn:pulumi:<stage>::", 1)
        for resource in planned
    )


if __name__ == "__main__":
    LIST.write_text("\n".join(urns_of("dev")) + "\n")

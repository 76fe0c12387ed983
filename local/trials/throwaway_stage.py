"""What demo, soak and flash sale share: a stage of their own, and the verdict that they print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from local.interrupts import temporary_folder
from local.local_stage import LocalStage
from operations.progress import RED, progress, styled

MANY_CHECKOUTS = {"realtime-checkout:checkoutsPerMinute": 1000}
"""For a stage on which one buyer stands for many."""


def say(line: str) -> None:
    """Print a line below a title."""
    progress.say(f"  {line}")


@contextmanager
def throwaway_stage(
    project_dir: Path, settings: Mapping[str, object] | None = None
) -> Iterator[LocalStage]:
    """A stage on free ports. Its outputs file goes to a temporary folder: ``.local/`` belongs to
    ``make up``.
    """
    with (
        temporary_folder("local-trial-") as folder,
        LocalStage(
            project_dir,
            storefront_port=0,
            outputs_file=folder / "outputs.json",
            settings=settings,
            say=progress.say,
            now=progress.now,
        ) as stage,
    ):
        yield stage
        progress.now("  stopping the stage")
    progress.now("")


def print_verdict(wrong: Sequence[str], right: str) -> int:
    """Print what is wrong, or ``right`` if nothing is. Returns the command's exit code."""
    progress.say("\nVerdict")
    for reason in wrong:
        say(f"{styled('WRONG', RED, progress.stream)}  {reason}")
    if not wrong:
        say(right)
    return 1 if wrong else 0

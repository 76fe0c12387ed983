"""What the figures share: one local stage, started when the first figure asks for it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from types import TracebackType

from benchmarks.processes import PROJECT
from local.local_stage import LocalStage
from local.trials.throwaway_stage import MANY_CHECKOUTS, throwaway_stage
from operations.progress import progress


class Bench:
    """One run of the benchmarks. Use it as a context manager: it stops the stage at the end."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def stage(self) -> LocalStage:
        """The stage. Figures leave it running, with users and orders of their own."""
        return self._open.enter_context(throwaway_stage(PROJECT, MANY_CHECKOUTS))

    def doing(self, what: str) -> None:
        """Show what runs now."""
        progress.now(f"  {what}")

"""Runs a program: gRPC services here, the program in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from local.interrupts import shielded
from local.program.engine import Engine
from local.program.monitor import Monitor
from local.program.naming import Naming
from local.program.process import ProgramProcess
from local.program.records import (
    REFUSED,
    ProgramError,
    ProgramResult,
    RegisteredResource,
    ResourceHandler,
)
from local.program.run_settings import RunSettings
from local.program.services import serving
from local.program.settings import StageConfig, project_name, stage_config
from local.program.urns import STACK_TYPE


class Program:
    """A context manager: the program of ``project_dir`` with the settings of one stage.

    Its process imports Pulumi's SDK once and runs ``__main__.py`` as often as it is asked to.
    ``config``: settings that were read already.
    """

    def __init__(
        self,
        project_dir: Path,
        stage: str,
        config_overrides: Mapping[str, object] | None = None,
        *,
        config: StageConfig | None = None,
    ) -> None:
        self.project_dir, self.stage = project_dir.resolve(), stage
        self._project = project_name(project_dir)
        self._config = config or stage_config(project_dir, stage, config_overrides or {})
        self.naming = Naming(self._project, stage, self._config.values)
        self._process: ProgramProcess | None = None

    def __enter__(self) -> Program:
        try:
            with shielded():
                self._process = ProgramProcess(self.project_dir)
        except BaseException:
            self._close(kill=True)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._close(kill=kind is not None)

    def _close(self, *, kill: bool) -> None:
        if self._process is not None:
            self._process.close(kill=kill)

    def run(self, handler: ResourceHandler) -> ProgramResult:
        """Run the program once. Raises ``ProgramError`` with the failed resource's error, or with
        the program's own words. The program cannot run again after an error.
        """
        return self._run(handler, None)

    def preview(
        self, handler: ResourceHandler, state: Iterable[RegisteredResource]
    ) -> ProgramResult:
        """Run the program as ``pulumi preview`` does, after a run that left ``state``.

        Nothing is created; ``handler`` answers provider functions only. An output that the state
        does not hold, or holds as None, is unknown, and so is every input made of it: ``UNKNOWN``
        in the result. Raises what ``run`` raises.
        """
        return self._run(handler, state)

    def _run(
        self, handler: ResourceHandler, state: Iterable[RegisteredResource] | None
    ) -> ProgramResult:
        if self._process is None:
            raise RuntimeError("the program runs inside its context only: with Program(...) as it")
        engine = Engine()
        monitor = Monitor(self._project, self.stage, handler, engine, state)
        with serving(monitor, engine) as address:
            returncode, said = self._process.run(
                RunSettings(
                    project_dir=str(self.project_dir),
                    project=self._project,
                    stack=self.stage,
                    config=dict(self._config.values),
                    secret_keys=sorted(self._config.secret_keys),
                    dry_run=state is not None,
                    address=address,
                )
            )
        masked = self._config.masked
        said = masked(said)
        self._check(returncode, said, [masked(failure) for failure in engine.failures])
        if said:
            print(said, file=sys.stderr)
        resources = [resource for resource in monitor.resources if resource.type != STACK_TYPE]
        return ProgramResult(monitor.exports, resources, [*map(masked, engine.warnings)])

    def finish(self) -> None:
        """Accept no further run. The process then ends by itself, while this one goes on."""
        if self._process is not None:
            self._process.finish()

    def _check(self, returncode: int, said: str, failures: list[str]) -> None:
        if returncode == REFUSED and not failures:
            raise ProgramError(f"stage {self.stage} is refused: {said}")
        if returncode or failures:
            reason = "\n".join(failures) or said[-4000:]
            raise ProgramError(
                f"{self.project_dir / '__main__.py'} failed for stage {self.stage}:\n{reason}"
            )


def run_program(
    project_dir: Path,
    stage: str,
    handler: ResourceHandler,
    *,
    config_overrides: Mapping[str, object] | None = None,
) -> ProgramResult:
    """Run the program of ``project_dir`` once; see ``Program.run``."""
    with Program(project_dir, stage, config_overrides) as program:
        return program.run(handler)

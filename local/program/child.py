"""The process that the program runs in: Pulumi's SDK, pointed at our monitor.

``process.py`` starts it with the number of a file descriptor: a connection on which it gets the
settings of each run and answers when the run is done. A run that fails ends the process: with
``REFUSED`` and a plain text when the program refused its settings, otherwise with a traceback.
"""

from __future__ import annotations

import asyncio
import gc
import runpy
import sys
import sysconfig
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

from pulumi import RunError
from pulumi.runtime import reset_options, run_in_stack, set_all_config

from local.program.light_sdk import lighten
from local.program.records import REFUSED
from local.program.run_settings import RunSettings

COMPONENTS = Path(__file__).resolve().parents[2] / "components"
INSTALLED = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))


def main(connection: Connection) -> None:
    """Run the program as often as settings arrive."""
    # Garbage collection would take a third of a run's time and find little.
    gc.disable()
    lighten()
    while True:
        try:
            settings: RunSettings = connection.recv()
        except EOFError:
            gc.freeze()  # or the interpreter would inspect every object when it ends
            return
        loaded = set(sys.modules)
        run(settings)
        forget_program_modules(loaded)
        sys.stdout.flush()
        connection.send("done")


def run(settings: RunSettings) -> None:
    """Run ``__main__.py`` of the project's folder until every registration is done."""
    reset_options(
        project=settings.project,
        stack=settings.stack,
        organization="local",
        root_directory=settings.project_dir,
        preview=settings.dry_run,
        parallel=16,
        monitor_address=settings.address,
        engine_address=settings.address,
    )
    set_all_config(settings.config, settings.secret_keys)
    if sys.path[0] != settings.project_dir:
        sys.path.insert(0, settings.project_dir)
    sys.argv = [str(Path(settings.project_dir) / "__main__.py")]

    def program() -> None:
        runpy.run_path(sys.argv[0], run_name="__main__")

    try:
        asyncio.run(run_in_stack(program))
    except SystemExit as ended:
        if ended.code:
            raise
    except Exception as error:
        if not refuses(error):
            raise
        print(f"{_cause(error, Path(settings.project_dir))}{error}", file=sys.stderr)
        sys.exit(REFUSED)


def refuses(error: Exception) -> bool:
    """Whether the program refused a setting.

    A plain ValueError counts as a refused setting; a subclass such as JSONDecodeError is a defect.
    """
    return isinstance(error, RunError) or type(error) is ValueError or _is_of_args(error)


def _is_of_args(error: Exception) -> bool:
    """Whether a component refused its Args. The program's components are not ours to import."""
    return isinstance(error, ValueError) and hasattr(error, "field") and hasattr(error, "problem")


def _cause(error: Exception, project_dir: Path) -> str:
    """``<file>:<line>: `` of the program's own code that gave a component wrong Args."""
    if not _is_of_args(error):
        return ""
    within = str(project_dir.resolve())
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        inside = Path(frame.filename).resolve()
        own = inside.is_relative_to(within) and not inside.is_relative_to(COMPONENTS)
        if own and not frame.filename.startswith(INSTALLED):
            return f"{inside.relative_to(within)}:{frame.lineno}: "
    return ""


def forget_program_modules(loaded: set[str]) -> None:
    """Drop the modules that the program imported from its own folders.

    The next run executes them again. Installed packages stay: to import pulumi_aws takes seconds.
    """
    for name in set(sys.modules) - loaded:
        module = sys.modules[name]
        file = getattr(module, "__file__", None)
        # A folder without __init__.py is a package that has a path and no file.
        places = [file] if file else list(getattr(module, "__path__", []))
        if any(not place.startswith(INSTALLED) for place in places):
            del sys.modules[name]


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))

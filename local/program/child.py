"""The process that the program runs in: Pulumi's SDK pointed at our monitor.

Started by ``runner.py`` with one argument, the run's settings as JSON. It exits with ``REFUSED``
and a text alone when the program refused its settings; a defect shows its traceback.
"""

from __future__ import annotations

import asyncio
import json
import runpy
import sys
from pathlib import Path
from typing import Any

from pulumi import RunError
from pulumi.runtime import Settings, configure, run_in_stack, set_all_config

from local.program.records import REFUSED


def main(settings: dict[str, Any]) -> None:
    """Run ``__main__.py`` of the project's folder until every registration is done."""
    project_dir = Path(settings["project_dir"])
    configure(
        Settings(
            project=settings["project"],
            stack=settings["stack"],
            organization="local",
            root_directory=str(project_dir),
            dry_run=settings["dry_run"],
            parallel=16,
            monitor=settings["address"],
            engine=settings["address"],
        )
    )
    set_all_config(settings["config"])
    sys.path.insert(0, str(project_dir))
    sys.argv = [str(project_dir / "__main__.py")]

    def program() -> None:
        runpy.run_path(sys.argv[0], run_name="__main__")

    try:
        asyncio.run(run_in_stack(program))
    except Exception as error:
        if not refuses(error):
            raise
        print(error, file=sys.stderr)
        sys.exit(REFUSED)


def refuses(error: Exception) -> bool:
    """Whether its text is meant for who wrote the settings; that of JSON's ValueError is not."""
    return isinstance(error, RunError) or type(error) is ValueError


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

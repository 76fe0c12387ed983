"""The process that the program runs in: Pulumi's SDK pointed at our monitor.

Started by ``runner.py`` with one argument, the run's settings as JSON.
"""

from __future__ import annotations

import asyncio
import json
import runpy
import sys
from pathlib import Path
from typing import Any

from pulumi.runtime import Settings, configure, run_in_stack, set_all_config


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

    asyncio.run(run_in_stack(program))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

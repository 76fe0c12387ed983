"""``make up``: serves the stage until Ctrl-C, a termination signal or the end of the terminal."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from local.code_reload import CodeReload
from local.function_logs import FunctionLogs
from local.interrupts import acting
from local.local_stage import LocalStage
from operations.progress import BOLD, progress, styled

POLL_SECONDS = 1.0


def up(project_dir: Path, port: int, outputs_file: Path, more_origins: Sequence[str] = ()) -> int:
    """Serve the stage until a signal asks to stop, then return 0.

    Pages of ``more_origins`` may use it beside its own. A signal before the stage serves
    interrupts the deployment.
    """
    stop = threading.Event()
    progress.say("Local stage (Ctrl-C stops it)")
    with (
        LocalStage(
            project_dir,
            storefront_port=port,
            outputs_file=outputs_file,
            more_origins=more_origins,
            say=progress.say,
            now=progress.now,
        ) as stage,
        acting(stop.set),
    ):
        for line in addresses(stage, more_origins):
            progress.say(line)
        reload_code, logs = reloading(stage), FunctionLogs(stage)
        stage.emulator.before_each_call(reload_code)
        stage.emulator.warm_functions()
        while not stop.wait(POLL_SECONDS):
            reload_code()
            for name, line in logs.new_lines():
                progress.say(f"[{name}] {line}")
    print("stopped", file=sys.stderr)
    return 0


def reloading(stage: LocalStage) -> Callable[[], None]:
    """What gives changed functions their new code, says so, and has them started again."""
    changes = CodeReload(stage.provisioner)

    def reload_code() -> None:
        if updated := changes.reload_changed():
            for name in updated:
                progress.say(f"[reloaded] {name}")
            stage.emulator.warm_functions()

    return reload_code


def addresses(stage: LocalStage, more_origins: Sequence[str]) -> list[str]:
    """Where everything is. The last line is the address to open; the logs follow it."""
    shop = styled(stage.outputs["storefront_url"], BOLD, sys.stdout)
    yours = [f"  Your page   {origin} may use this stage" for origin in more_origins]
    return [
        "",
        f"  HTTP API    {stage.outputs['http_url']}",
        f"  WebSocket   {stage.outputs['websocket_url']}",
        f"  Outputs     {stage.outputs_path}",
        *yours,
        "",
        "  Buyers (made for this stage only)",
        *(f"    {_buyer(buyer)}" for buyer in stage.outputs["demo_buyers"]),
        "",
        f"Shop page: {shop}  Ctrl-C stops the stage. Function logs:",
    ]


def _buyer(buyer: dict[str, str]) -> str:
    note = "  (temporary: the page asks for a new one)" if buyer.get("temporary") else ""
    return f"{buyer['email']}  {buyer['password']}{note}"

"""``make up``: serves the stage until Ctrl-C, a termination signal or the end of the terminal."""

from __future__ import annotations

import threading
from pathlib import Path

from local.code_reload import CodeReload
from local.function_logs import FunctionLogs
from local.interrupts import acting
from local.local_stage import LocalStage

POLL_SECONDS = 1.0


def up(project_dir: Path, port: int, outputs_file: Path) -> int:
    """Serve the stage until a signal asks to stop, then return 0.

    A signal before the stage serves interrupts the deployment.
    """
    stop = threading.Event()
    print("Local stage (Ctrl-C stops it)", flush=True)
    with (
        LocalStage(project_dir, storefront_port=port, outputs_file=outputs_file, say=_say) as stage,
        acting(stop.set),
    ):
        _print_addresses(stage)
        logs, reload = FunctionLogs(stage), CodeReload(stage.provisioner)
        while not stop.wait(POLL_SECONDS):
            for name in reload.reload_changed():
                print(f"[reloaded] {name}", flush=True)
            for name, line in logs.new_lines():
                print(f"[{name}] {line}", flush=True)
    return 0


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def _print_addresses(stage: LocalStage) -> None:
    print(f"\n  Shop page   {stage.outputs['storefront_url']}")
    print(f"  HTTP API    {stage.outputs['http_url']}")
    print(f"  WebSocket   {stage.outputs['websocket_url']}")
    print(f"  Outputs     {stage.outputs_path}\n\n  Buyers (made for this stage only)")
    for buyer in stage.outputs["demo_buyers"]:
        note = "  (temporary: the page asks for a new one)" if buyer.get("temporary") else ""
        print(f"    {buyer['email']}  {buyer['password']}{note}")
    print("\nFunction logs", flush=True)

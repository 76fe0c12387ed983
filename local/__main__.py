"""``python -m local up | demo | rush | preview | outputs``, behind the Makefile."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from websockets.exceptions import InvalidStatus

from local.code_reload import CodeReload
from local.demo import demo
from local.emulator import EmulatorFailed
from local.function_logs import FunctionLogs
from local.preview import preview
from local.program import ProgramFailed
from local.rush import rush
from local.soak import soak
from local.stage import LocalStage, StageRefused
from local.storefront_server import PortTaken

PROJECT = Path(__file__).resolve().parents[1]
OUTPUTS = PROJECT / ".local" / "outputs.json"
# Failures whose texts tell the reader what to do; any other keeps its traceback.
FORESEEN = (
    EmulatorFailed, InvalidStatus, PortTaken, ProgramFailed, StageRefused, TimeoutError
)  # fmt: skip
POLL_SECONDS = 1.0
INTERRUPTED = 130  # what shells expect after Ctrl-C


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up_command = commands.add_parser("up", help="deploy and serve the shop page until Ctrl-C")
    up_command.add_argument("--port", type=int, default=8080, help="port of the shop page")
    up_command.add_argument(
        "--outputs", type=Path, default=OUTPUTS, help="file to write the stage's outputs to"
    )
    commands.add_parser("demo", help="two checkouts, a timeline, a verdict")
    commands.add_parser("soak", help="200 pages come and go while 1,000 events are pushed")
    preview_command = commands.add_parser("preview", help="what the program would create")
    preview_command.add_argument("--stage", default="dev", help="dev, local, …")
    rush_command = commands.add_parser("rush", help="many checkouts of few units at once")
    rush_command.add_argument("--buyers", type=int, default=500)
    rush_command.add_argument("--units", type=int, default=50)
    commands.add_parser("outputs", help="the running stage's outputs as JSON")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "up":
            return up(chosen.port, chosen.outputs)
        if chosen.command == "demo":
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it cleans up too
            return demo(PROJECT)
        if chosen.command == "rush":
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            return rush(PROJECT, chosen.buyers, chosen.units)
        if chosen.command == "soak":
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            return soak(PROJECT)
        if chosen.command == "preview":
            print(preview(PROJECT, chosen.stage))
            return 0
        return outputs()
    except FORESEEN as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return INTERRUPTED


def up(port: int, outputs_file: Path) -> int:
    """Serve the stage until Ctrl-C or a termination signal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print("Local stage (Ctrl-C stops it)", flush=True)
    with LocalStage(PROJECT, storefront_port=port, outputs_file=outputs_file, say=_say) as stage:
        _print_addresses(stage)
        logs, reload = FunctionLogs(stage), CodeReload(stage.provisioner)
        while not stop.wait(POLL_SECONDS):
            for name in reload.reload_changed():
                print(f"[reloaded] {name}", flush=True)
            for name, line in logs.new_lines():
                print(f"[{name}] {line}", flush=True)
        print("\nstopping", flush=True)
    return 0


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


def _print_addresses(stage: LocalStage) -> None:
    print(f"\n  Shop page   {stage.outputs['storefront_url']}")
    print(f"  HTTP API    {stage.outputs['http_url']}")
    print(f"  WebSocket   {stage.outputs['websocket_url']}")
    print("  Outputs     .local/outputs.json\n\n  Buyers (made for this stage only)")
    for buyer in stage.outputs["demo_buyers"]:
        print(f"    {buyer['email']}  {buyer['password']}")
    print("\nFunction logs", flush=True)


def outputs() -> int:
    """Print the running stage's outputs; 1 when none runs."""
    if not OUTPUTS.exists():
        print("no local stage is running; start one with: make up", file=sys.stderr)
        return 1
    print(OUTPUTS.read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m local up | demo | soak | preview | policy | …``, behind the Makefile."""

from __future__ import annotations

from local.forks import started_first as started_first  # isort: split

import argparse
import io
import os
import sys
from pathlib import Path

from websockets.exceptions import InvalidStatus

from local.emulator.process import EmulatorError
from local.interrupts import stopping_in_order
from local.local_stage import StageRefusedError
from local.more_origins import OriginError, page_origin
from local.open_files import OpenFilesError
from local.outputs_file import NoStageError, OutputsUnwritableError, outputs_of_running
from local.page_port import PortError, PortTakenError, port_number
from local.policy_report import policy_report
from local.preview import preview
from local.preview_changes import RecordFileError, read_record, write_record
from local.program import ProgramError
from local.trials.demo import demo
from local.trials.flash_sale import flash_sale
from local.trials.soak import soak
from local.up import up
from operations.progress import Progress, shows_style
from operations.typed_path import typed_path

REPO_ROOT = Path(__file__).resolve().parents[1]
OUTPUTS = REPO_ROOT / ".local" / "outputs.json"
# Expected failures: their text is printed without a traceback.
FORESEEN = (
    EmulatorError, InvalidStatus, NoStageError, OpenFilesError, OriginError,
    OutputsUnwritableError, PortError, PortTakenError, ProgramError, RecordFileError,
    StageRefusedError, TimeoutError,
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up_command = commands.add_parser("up", help="deploy and serve the shop page until Ctrl-C")
    up_command.add_argument("--port", default="8080", help="port of the shop page")
    up_command.add_argument(
        "--outputs", type=typed_path, default=OUTPUTS, help="file to write the stage's outputs to"
    )
    up_command.add_argument(
        "--origin", action="append", default=[], help="another page that may use the stage"
    )
    commands.add_parser("demo", help="two checkouts, a timeline, a verdict")
    commands.add_parser("soak", help="200 pages come and go while 1,000 events are pushed")
    preview_command = commands.add_parser("preview", help="what the program would create")
    preview_command.add_argument("--stage", default="dev", help="dev, local, …")
    preview_command.add_argument(
        "--project",
        type=typed_path,
        default=REPO_ROOT,
        metavar="DIR",
        help="folder of another program",
    )
    preview_command.add_argument(
        "--record", type=typed_path, metavar="FILE", help="write what the program registers"
    )
    preview_command.add_argument(
        "--against", type=typed_path, metavar="FILE", help="say what changes since that record"
    )
    policy_command = commands.add_parser("policy", help="what the rules say of each stage")
    policy_command.add_argument("--stage", default="", help="only this stage")
    policy_command.add_argument(
        "--project", type=typed_path, default=REPO_ROOT, metavar="DIR", help="another program"
    )
    sale_command = commands.add_parser("flash-sale", help="many checkouts of few units at once")
    sale_command.add_argument("--buyers", type=int, default=500)
    sale_command.add_argument("--units", type=int, default=50)
    commands.add_parser("outputs", help="the running stage's outputs as JSON")
    chosen = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may be ASCII only
    try:
        return _run(chosen)
    except FORESEEN as failed:
        print(f"\n{failed}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return _reader_closed_our_output(chosen.command)


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "up":
        port = port_number(chosen.port)
        return up(REPO_ROOT, port, chosen.outputs, [page_origin(o) for o in chosen.origin])
    if chosen.command == "demo":
        return demo(REPO_ROOT)
    if chosen.command == "flash-sale":
        return flash_sale(REPO_ROOT, chosen.buyers, chosen.units)
    if chosen.command == "soak":
        return soak(REPO_ROOT)
    if chosen.command == "preview":
        against = read_record(chosen.against) if chosen.against else None
        with Progress(sys.stderr).doing(f"Planning what stage {chosen.stage} would create"):
            shown = preview(chosen.project, chosen.stage, against, bold=shows_style(sys.stdout))
        print(shown.text, flush=True)
        if chosen.record:
            write_record(chosen.record, shown.record)
            print(f"Record written to {chosen.record}", file=sys.stderr)
        return shown.exit_code
    if chosen.command == "policy":
        with Progress(sys.stderr).doing("Asking the rules"):
            report = policy_report(chosen.project, chosen.stage)
        print(report.text, flush=True)
        return report.exit_code
    print(outputs_of_running(OUTPUTS), flush=True)
    return 0


def _reader_closed_our_output(command: str) -> int:
    """The exit code: 0 for a listing, whose reader may stop early as ``head`` does."""
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
    )  # or Python would flush into the closed pipe when it ends
    return 0 if command in ("preview", "policy", "outputs") else 1


if __name__ == "__main__":
    sys.exit(stopping_in_order(main))

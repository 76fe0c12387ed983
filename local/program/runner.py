"""Runs one program: a gRPC server here, the program in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent import futures
from pathlib import Path

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from local.program.monitor import STACK_TYPE, Monitor
from local.program.records import REFUSED, ProgramError, ProgramResult, ResourceHandler
from local.program.settings import project_name, stage_config

REPO_ROOT = Path(__file__).resolve().parents[2]
MESSAGE_BYTES = 400 * 1024 * 1024  # as Pulumi's own engine allows


def run_program(
    project_dir: Path,
    stage: str,
    handler: ResourceHandler,
    *,
    config_overrides: Mapping[str, object] | None = None,
    dry_run: bool = False,
    on_progress: Callable[[str], None] | None = None,
) -> ProgramResult:
    """Run ``__main__.py`` of ``project_dir`` for ``stage`` and return what it registered.

    ``on_progress`` gets each resource's name when it exists. Raises ``ProgramError`` with the
    failed resource's error, or with the program's own words.
    """
    monitor = Monitor(project_name(project_dir), stage, handler, on_progress or (lambda _: None))
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=16),
        options=[("grpc.max_receive_message_length", MESSAGE_BYTES)],
    )
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(monitor, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    settings = {
        "project_dir": str(project_dir.resolve()),
        "project": project_name(project_dir),
        "stack": stage,
        "dry_run": dry_run,
        "address": f"127.0.0.1:{port}",
        "config": stage_config(project_dir, stage, config_overrides or {}),
    }
    try:
        _run_child(settings, project_dir, monitor)
    finally:
        server.stop(grace=None)
    resources = [resource for resource in monitor.resources if resource.type != STACK_TYPE]
    return ProgramResult(monitor.exports, resources, monitor.warnings)


def _run_child(settings: Mapping[str, object], project_dir: Path, monitor: Monitor) -> None:
    returncode, said = _finish(settings, project_dir)
    if returncode == REFUSED and not monitor.failures:
        raise ProgramError(f"stage {settings['stack']} is refused: {said}")
    if returncode or monitor.failures:
        said = "\n".join(monitor.failures) or said[-4000:]
        raise ProgramError(
            f"{project_dir / '__main__.py'} failed for stage {settings['stack']}:\n{said}"
        )
    if said:
        print(said, file=sys.stderr)


def _finish(settings: Mapping[str, object], project_dir: Path) -> tuple[int, str]:
    """Run the program to its end: its exit code and what it wrote to standard error.

    What it prints goes where this process prints. An interrupt ends it and all that it started:
    it has a session of its own, so that Ctrl-C reaches this process only.
    """
    encoding = sys.stdout.encoding or "utf-8"
    child = subprocess.Popen(
        [sys.executable, "-m", "local.program.child", json.dumps(settings)],
        cwd=project_dir,
        env=_environment() | {"PYTHONIOENCODING": f"{encoding}:replace"},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding=encoding,
        errors="replace",
        start_new_session=True,
    )
    try:
        _, said = child.communicate()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        raise
    return child.returncode, said.strip()


def _environment() -> dict[str, str]:
    """AWS credentials and Pulumi's own variables of the caller stay out of a local run."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "SSL_CERT_FILE")
    index = ("UV_", "PIP_")  # the layer is installed with the machine's package index settings
    inherited = {
        name: value for name, value in os.environ.items() if name in kept or name.startswith(index)
    }
    return inherited | {"PYTHONPATH": str(REPO_ROOT)}

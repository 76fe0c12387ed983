"""Ctrl-C while a command loads, works or cleans up: one line, 130, and nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

# Each says "now" where it is to be interrupted.
LOADS = "import sys, time\nprint('now', flush=True)\ntime.sleep(60)\n"
CLEANS_UP = """
import time
from local.interrupts import temporary_folder
with temporary_folder("half-done-"):
    try:
        print("now", flush=True)
        time.sleep(60)
    finally:
        print("now", flush=True)
        for _ in range(20):
            time.sleep(0.01)  # a signal amid it would end it early
        print("cleaned up", flush=True)
"""
SHARES_ITS_WORK = """
import time
from tests.support.processes import forked

def work(number):
    if number == 0:
        print("now", flush=True)
    time.sleep(60)

if __name__ == "__main__":
    with forked(3) as pool:
        pool.map(work, range(3))
"""
RUNS_A_LOOP = """
import asyncio
import threading
from local.trials.stoppable import run_until_stopped

stopped = threading.Event()

async def main():
    try:
        await asyncio.to_thread(lambda: (print("now", flush=True), stopped.wait()))
    except BaseException:
        stopped.set()
        raise

run_until_stopped(main())
"""
CANCELS_ITSELF = """
import asyncio
from local.trials.stoppable import run_until_stopped

async def main():
    raise asyncio.CancelledError("a fault")

run_until_stopped(main())
"""
IS_INTERRUPTED_AMID_A_FORK = """
import multiprocessing.pool, os, signal
from tests.support.processes import forked

class Pool(multiprocessing.pool.Pool):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        os.killpg(0, signal.SIGINT)

multiprocessing.pool.Pool = Pool
with forked(3):
    print("not reached")
"""
HANGS_AT_ITS_END = """
import itertools
import threading
import time
import local.interrupts

seconds = itertools.count(step=60)
local.interrupts._interrupts._clock = lambda: next(seconds)

def hang():
    threading.main_thread().join()
    print("now", flush=True)
    while local.interrupts._interrupts._asked_at is None:
        time.sleep(0.01)
    print("now", flush=True)
    time.sleep(60)

threading.Thread(target=hang).start()
"""


def interrupted(
    folder: Path, module: str, number: signal.Signals, *, times: int = 1
) -> subprocess.CompletedProcess[str]:
    """Run the module, and send the signal to its whole group at each "now", as a terminal does."""
    (folder / "a_command.py").write_text(module)
    process = subprocess.Popen(
        [sys.executable, "-S", "tools/run.py", "a_command"],
        cwd=REPO_ROOT,
        env=os.environ | {"PYTHONPATH": str(folder), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for _ in range(times):
        assert process.stdout.readline() == "now\n", process.communicate()
        os.killpg(process.pid, number)
    said, errors = process.communicate(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # nobody of the group is left
    return subprocess.CompletedProcess([], process.returncode, said, errors)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_still_loads_ends_without_a_traceback(
    tmp_path: Path, number: signal.Signals
) -> None:
    done = interrupted(tmp_path, LOADS, number)

    assert (done.returncode, done.stderr) == (130, "\nstopping\nstopped\n")


def test_ctrl_c_before_python_can_hear_it_waits_for_that(tmp_path: Path) -> None:
    (tmp_path / "a_command.py").write_text(LOADS)
    # As the Makefile does by env --block-signal=INT: a new process inherits the blocked signals.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        process = subprocess.Popen(
            ["sh", "-c", 'kill -INT $$; exec "$0" -S tools/run.py a_command', sys.executable],
            cwd=REPO_ROOT,
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    said, errors = process.communicate(timeout=30)

    assert (process.returncode, said, errors) == (130, "", "\nstopped\n")


def test_a_second_signal_does_not_end_the_clean_up(tmp_path: Path) -> None:
    done = interrupted(tmp_path, CLEANS_UP, signal.SIGINT, times=2)

    assert (done.returncode, done.stdout, done.stderr) == (
        130,
        "cleaned up\n",
        "\nstopping\nstopped\n",
    )
    assert not list(tmp_path.glob("half-done-*"))


def test_processes_that_share_the_work_end_with_it_and_say_nothing(tmp_path: Path) -> None:
    done = interrupted(tmp_path, SHARES_ITS_WORK, signal.SIGINT)

    assert (done.returncode, done.stderr) == (130, "\nstopping\nstopped\n")


def test_an_event_loop_is_cancelled_and_waits_for_no_thread(tmp_path: Path) -> None:
    done = interrupted(tmp_path, RUNS_A_LOOP, signal.SIGTERM)

    assert (done.returncode, done.stderr) == (130, "\nstopping\nstopped\n")


def test_an_end_that_waits_for_a_thread_is_ended_by_who_insists(tmp_path: Path) -> None:
    done = interrupted(tmp_path, HANGS_AT_ITS_END, signal.SIGINT, times=2)

    assert (done.returncode, done.stderr) == (130, "\nstopping\n")


def test_a_cancellation_of_the_works_own_is_a_fault(tmp_path: Path) -> None:
    done = interrupted(tmp_path, CANCELS_ITSELF, signal.SIGINT, times=0)

    assert done.returncode == 1
    assert done.stderr.endswith("CancelledError: a fault\n")


def test_a_signal_that_comes_while_processes_are_forked_is_not_lost(tmp_path: Path) -> None:
    done = interrupted(tmp_path, IS_INTERRUPTED_AMID_A_FORK, signal.SIGINT, times=0)

    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "\nstopping\nstopped\n"


@pytest.mark.parametrize(
    ("end", "code", "errors"),
    [("", 0, ""), ("raise SystemExit(3)", 3, ""), ("raise SystemExit('no')", 1, "no\n")],
)
def test_a_commands_own_end_is_the_end(tmp_path: Path, end: str, code: int, errors: str) -> None:
    done = interrupted(tmp_path, end, signal.SIGINT, times=0)

    assert (done.returncode, done.stderr) == (code, errors)


def test_a_closed_output_is_none_to_fail_on(tmp_path: Path) -> None:
    (tmp_path / "a_command.py").write_text(
        "import subprocess, sys\n"
        "child = 'import sys; sys.stdout.flush(); sys.stdin.read()'\n"
        "sys.exit(subprocess.run([sys.executable, '-c', child]).returncode)\n"
    )
    command = f'"{sys.executable}" -S tools/run.py a_command >&- <&-'
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=REPO_ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")

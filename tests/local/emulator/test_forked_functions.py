"""A function's process that is forked: told what a started one is told, and ended like it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.emulator.forked_functions import Starting
from local.provisioners.lambda_ import bootstrap

SECONDS = 30.0
TELLS = """
import json, os, sys
print(json.dumps({
    "environment": dict(os.environ),
    "folder": os.getcwd(),
    "path": sys.path[0],
    "layered": any(path.endswith("functions/layer") for path in sys.path),
    "files": sorted(map(int, os.listdir("/proc/self/fd")))[:-1],  # the last one lists them
    "parents_threads": len(os.listdir(f"/proc/{os.getppid()}/task")),
    "project": [name for name in sys.modules if name.split(".")[0] in ("local", "operations")],
    "loaded": "botocore.session" in sys.modules,
}))
os._exit(7)
"""


@pytest.fixture(scope="module")
def starting() -> Iterator[Any]:
    """One parent for all tests here, ended at the end."""
    made = Starting()
    yield made
    made.parent.close()


def started(starting: Any, folder: Path, code: str, *, layered: bool = False, **more: str) -> Any:
    """The process of a function whose module is ``code``, started as the emulator starts it."""
    (folder / "app.py").write_text(code)
    script = folder / "bootstrap"
    script.write_text(bootstrap(layered=layered))
    script.chmod(0o755)
    environment = {
        "PATH": os.environ["PATH"],
        "LAMBDA_TASK_ROOT": str(folder),
        "_HANDLER": "app.handler",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9",
        **more,
    }
    return starting.Popen(
        [str(script)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def told(process: Any) -> dict[str, Any]:
    """What the function printed, and that it ended with the code of its own."""
    said: dict[str, Any] = json.loads(process.stdout.readline())
    assert process.wait(SECONDS) == process.poll() == process.returncode == 7
    return said


def test_a_forked_function_has_its_own_environment_folder_and_code(
    starting: Any, tmp_path: Path
) -> None:
    said = told(started(starting, tmp_path, TELLS, OWN="1"))
    assert said["environment"]["OWN"] == "1"
    assert said["environment"].keys() <= {
        "PATH", "LAMBDA_TASK_ROOT", "_HANDLER", "AWS_ENDPOINT_URL", "AWS_LAMBDA_RUNTIME_API", "OWN",
        "AWS_LAMBDA_LOG_GROUP_NAME", "LC_CTYPE",
    }  # fmt: skip
    assert said["folder"] == said["path"] == str(tmp_path)
    assert (said["loaded"], said["project"], said["layered"]) == (True, [], False)


def test_a_forked_function_has_no_open_file_of_its_parent_which_has_one_thread(
    starting: Any, tmp_path: Path
) -> None:
    lives = started(starting, tmp_path, "import time\nprint('up')\ntime.sleep(60)")
    assert lives.stdout.readline() == b"up\n"
    said = told(started(starting, tmp_path, TELLS))
    assert (said["files"], said["parents_threads"]) == ([0, 1, 2], 1)
    lives.kill()
    assert lives.wait(SECONDS) == -9


def test_only_a_layered_function_can_import_the_layers_modules(
    starting: Any, tmp_path: Path
) -> None:
    assert told(started(starting, tmp_path, TELLS, layered=True))["layered"]


def test_a_library_in_the_functions_own_archive_comes_before_the_loaded_one(
    starting: Any, tmp_path: Path
) -> None:
    (tmp_path / "cryptography.py").write_text("OWN = True")
    code = (
        "import json, os, cryptography\nprint(json.dumps({'own': cryptography.OWN}))\nos._exit(7)"
    )
    assert told(started(starting, tmp_path, code)) == {"own": True}


def test_a_running_function_has_no_exit_code_until_it_is_terminated(
    starting: Any, tmp_path: Path
) -> None:
    process = started(starting, tmp_path, "import time\nprint('up')\ntime.sleep(60)")
    assert process.stdout.readline() == b"up\n"
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    process.terminate()
    assert process.wait(SECONDS) == -15
    assert process.stdout.read() == b""
    process.terminate()


def test_a_module_that_cannot_be_loaded_ends_the_process_with_its_traceback(
    starting: Any, tmp_path: Path
) -> None:
    process = started(starting, tmp_path, "import nothing_of_this_name")
    assert process.wait(SECONDS) == 1
    assert b"nothing_of_this_name" in process.stdout.read()


def test_another_bootstrap_is_started_as_it_is(starting: Any, tmp_path: Path) -> None:
    script = tmp_path / "bootstrap"
    script.write_text("#!/bin/sh\necho mine")
    script.chmod(0o755)
    process = starting.Popen([str(script)], env={}, stdout=subprocess.PIPE)
    assert isinstance(process, subprocess.Popen)
    assert process.communicate()[0] == b"mine\n"


def test_without_its_parent_a_function_is_started_as_ever(tmp_path: Path) -> None:
    starting = Starting()
    starting.parent.start()
    starting.parent.close()
    process = started(starting, tmp_path, TELLS)
    assert isinstance(process, subprocess.Popen)
    assert json.loads(process.communicate()[0])["folder"] == str(tmp_path)
    assert process.returncode == 7

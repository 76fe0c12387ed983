"""Functions of a stage that somebody develops: started early, and each call has the saved code.

A process that is started loads the function's module, and then waits: no event is handled.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from local.emulator.line import CALL, Line

ANSWER_SECONDS = 10.0
"""After this time the call goes on: somebody may have suspended the stage's process."""
_log = logging.getLogger(__name__)
_execute = lambda_svc._execute_function_provided_warm


def warm() -> None:
    """Start a process for each function that has none, one after the other."""
    for function in list(lambda_svc._functions._data.values()):
        lambda_svc._run_with_function_config_scope(function, _start, function)


def _start(function: Any) -> None:
    config = function["config"]
    name, version = config["FunctionName"], config["Version"]
    if lambda_runtime._workers.get(lambda_runtime._worker_key(name, config, version)):
        return
    # Not leased: a call that comes meanwhile waits for this process, and starts none.
    worker = lambda_runtime.get_or_create_worker(name, config, function["code_zip"], version)
    try:
        lambda_runtime.ensure_spawned(worker)
    except RuntimeError as error:  # the first call meets it, too, and its caller is told
        _log.warning("%s does not start: %s", name, error)


class AskingFirst:
    """Each call of a function waits until the stage has looked for changed code."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lock = threading.Lock()
        self._answered = threading.Event()

    def begin(self) -> None:
        """Ask from now on."""
        lambda_svc._execute_function_provided_warm = self._call

    def go(self) -> None:
        """The stage has answered."""
        self._answered.set()

    def _call(self, function: Any, event: Any, request_id: str) -> Any:
        with self._lock:
            self._answered.clear()
            self._line.say(CALL)
            self._answered.wait(ANSWER_SECONDS)
        return _execute(_as_saved(function), event, request_id)


def _as_saved(function: Any) -> Any:
    """The function with its present code: the caller took a copy before the stage was asked."""
    config = function["config"]
    present = lambda_svc._functions.get(config["FunctionName"])
    if present is None or config["Version"] != "$LATEST":
        return function
    return function | {"code_zip": present["code_zip"]}

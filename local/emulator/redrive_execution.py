"""Adds RedriveExecution to the emulator: a failed execution continues where it stopped.

The emulator's own loop over the states runs, with four lines changed: the function's name, the
first state, its input, and the context's input, which stays the execution's. If another version of
the emulator lacks these lines, the emulator does not start. As on AWS, a redrive of a Parallel
state repeats only the branches that did not succeed, and the history names the states within
branches.
"""

from __future__ import annotations

import contextvars
import inspect
import json
import threading
from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import stepfunctions as emulated

from contract.orders import ENDED_BADLY

ACTION = "RedriveExecution"
CHANGES = {
    "def _run_execution(": "def _run_redriven(",
    'current_name = definition.get("StartAt")': 'current_name = execution["redriveFrom"]["name"]',
    'json.loads(execution["input"])': 'json.loads(execution["redriveFrom"]["input"])',
    '"Input": current_input,': '"Input": json.loads(execution["input"]),',
}
"""The last one comes after the one before it: the context keeps the execution's own input."""


def teach_redrive() -> None:
    """Make the emulator answer RedriveExecution."""
    run_redriven = _run_redriven()
    emulated._run_sub_machine = _remembering(emulated._run_sub_machine)
    handle_request = emulated.handle_request

    async def handle(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Any
    ) -> Any:
        if headers.get("x-amz-target", "").endswith(f".{ACTION}"):
            return _redrive(json.loads(body), run_redriven)
        return await handle_request(method, path, headers, body, query)

    emulated.handle_request = handle


def _run_redriven() -> Callable[[str], None]:
    source = inspect.getsource(emulated._run_execution)
    for old, new in CHANGES.items():
        if source.count(old) != 1:
            raise RuntimeError(
                "local/emulator/redrive_execution.py: this version of ministack has not exactly "
                f"one {old!r} in _run_execution; adapt CHANGES or pin the version it was made for"
            )
        source = source.replace(old, new)
    exec(compile(source, "redrive", "exec"), vars(emulated))  # noqa: S102 - its own code
    made: Callable[[str], None] = emulated._run_redriven
    return made


def _remembering(run_branch: Callable[..., Any]) -> Callable[..., Any]:
    """Run a branch, and remember its answer: a redrive does not run it again.

    The names of states are unique in a machine, so the first state's name tells the branch.
    """

    def run(
        states: Any, start_at: str, input_data: Any, execution: dict[str, Any], context: Any
    ) -> Any:
        kept = execution.get("keptBranches", {})
        if start_at in kept:
            answer = kept.pop(start_at)
        else:
            kind, given = states[start_at]["Type"], json.dumps(input_data)
            details = {"name": start_at, "input": given}
            _add(execution, f"{kind}StateEntered", stateEnteredEventDetails=details)
            answer = run_branch(states, start_at, input_data, execution, context)
            details = {"name": start_at, "output": json.dumps(answer)}
            _add(execution, f"{kind}StateExited", stateExitedEventDetails=details)
        execution.setdefault("finishedBranches", {})[start_at] = answer
        return answer

    return run


def _add(execution: dict[str, Any], kind: str, **details: Any) -> None:
    emulated._add_event(execution, kind, details)


def _redrive(request: dict[str, Any], run_redriven: Callable[[str], None]) -> Any:
    arn = request["executionArn"]
    execution = emulated._executions.get(arn)
    if not execution:
        return error_response_json("ExecutionDoesNotExist", f"Execution {arn} not found", 400)
    if execution["status"] not in ENDED_BADLY:
        return error_response_json(
            "ExecutionNotRedrivable", f"Execution is {execution['status']}", 400
        )
    machine = emulated._state_machines[execution["stateMachineArn"]]
    outside_of_branches = json.loads(machine["definition"])["States"]
    entered = [
        event["stateEnteredEventDetails"]
        for event in execution["events"]
        if event.get("stateEnteredEventDetails", {}).get("name") in outside_of_branches
    ]
    execution["keptBranches"] = execution.pop("finishedBranches", {})
    execution.update(status="RUNNING", stopDate=None, error=None, cause=None, output=None)
    execution["redriveFrom"] = entered[-1]
    execution["redriveCount"] = execution.get("redriveCount", 0) + 1
    emulated._add_event(execution, "ExecutionRedriven", {})
    # The emulator keeps account and Region in context variables, which threads do not inherit.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(run_redriven, arn), daemon=True).start()
    return emulated._finalize_response(json_response({"redriveDate": emulated.now_iso()}))

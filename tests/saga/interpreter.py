"""A small interpreter of the Amazon States Language: what a saga's definition uses, without waits.

Task, Choice, Pass, Parallel, Succeed and Fail with Retry, Catch, Parameters, ResultSelector and
ResultPath. ``test_interpreter.py`` holds it to what moto's interpreter does. Branches of a Parallel
state run one after the other; all of them run, then the first failure is the state's.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_STATE_BYTES = 256 * 1024
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
State = Mapping[str, Any]
Perform = Callable[[str, str, dict[str, Any]], Any]
"""``(state's name, resource, parameters)`` -> result; raises ``TaskFailedError`` or ``Aborted``."""


class TaskFailedError(Exception):
    """What Step Functions sees of a failed task."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(f"{error}: {cause}")
        self.error = error
        self.cause = cause


class Aborted(BaseException):
    """The execution was aborted."""


class OverflowAtTransition(BaseException):
    """A state's data is too large to go on with. On AWS this ends the execution, whatever the state
    would catch."""


@dataclass
class Execution:
    """One execution: its status, and every state that it entered."""

    definition: Mapping[str, Any]
    perform: Perform
    name: str
    status: str = "RUNNING"
    input: Any = None
    output: Any = None
    error: str = ""
    entered: list[str] = field(default_factory=list)
    retries: int = 0
    stopped_at: tuple[str, Any] | None = None
    finished: dict[str, Any] = field(default_factory=dict)
    """Answers of a Parallel state's branches that succeeded while another failed, by first state:
    a redrive does not repeat them."""

    @property
    def transitions(self) -> int:
        """What AWS bills: each state that was entered, and each retry."""
        return len(self.entered) + self.retries

    def start(self, document: Any) -> Execution:
        """Run from the beginning."""
        if _size(document) > MAX_STATE_BYTES:
            raise ValueError("StartExecution refuses an input that is too large")
        self.input = document
        return self._run(self.definition["StartAt"], document)

    def redrive(self) -> Execution:
        """Go on from the state that failed, with that state's input and new retries."""
        if self.status in ("RUNNING", "SUCCEEDED") or self.stopped_at is None:
            raise ValueError(f"only what did not succeed can be redriven; {self.name} did")
        return self._run(*self.stopped_at)

    def _run(self, state_name: str, document: Any) -> Execution:
        self.status, self.error = "RUNNING", ""
        try:
            self.output = self._through(self.definition["States"], state_name, document, top=True)
            self.status = "SUCCEEDED"
        except TaskFailedError as failed:
            self.status, self.error = "FAILED", failed.error
        except OverflowAtTransition:
            self.status, self.error = "FAILED", DATA_LIMIT_EXCEEDED
        except Aborted:
            self.status = "ABORTED"
        return self

    def _through(
        self, states: Mapping[str, State], name: str | None, document: Any, top: bool = False
    ) -> Any:
        while name is not None:
            self.entered.append(name)
            if top:  # a redrive runs a Parallel state again, with all of its branches
                self.stopped_at = (name, document)
            name, document = self._state(name, states[name], document)
            if _size(document) > MAX_STATE_BYTES:
                raise OverflowAtTransition
        return document

    def _state(self, name: str, state: State, document: Any) -> tuple[str | None, Any]:
        kind = state["Type"]
        if kind == "Succeed":
            return None, document
        if kind == "Fail":
            raise TaskFailedError(state.get("Error", ""), state.get("Cause", ""))
        if kind == "Choice":
            met = (r["Next"] for r in state["Choices"] if _met(r, document))
            return next(met, state.get("Default")), document
        if kind == "Pass":
            result = state.get("Result", document)
            if "Parameters" in state:
                result = filled(state["Parameters"], document, {})
            return state.get("Next"), _placed(document, state.get("ResultPath", "$"), result)
        try:
            result = self._retried(name, state, document)
        except TaskFailedError as failed:
            for rule in state.get("Catch", []):
                if _matches(rule, failed.error):
                    caught = {"Error": failed.error, "Cause": failed.cause}
                    return rule["Next"], _placed(document, rule.get("ResultPath", "$"), caught)
            raise
        if "ResultSelector" in state:
            result = filled(state["ResultSelector"], result, {})
        return state.get("Next"), _placed(document, state.get("ResultPath", "$"), result)

    def _retried(self, name: str, state: State, document: Any) -> Any:
        used: dict[int, int] = {}
        while True:
            try:
                return self._attempt(name, state, document)
            except TaskFailedError as failed:
                for index, rule in enumerate(state.get("Retry", [])):
                    if _matches(rule, failed.error):
                        used[index] = used.get(index, 0) + 1
                        if used[index] > rule.get("MaxAttempts", 3):
                            raise
                        self.retries += 1
                        break
                else:
                    raise

    def _attempt(self, name: str, state: State, document: Any) -> Any:
        if state["Type"] == "Parallel":
            results, failures = [], []
            for branch in state["Branches"]:
                first = branch["StartAt"]
                try:
                    if first not in self.finished:
                        self.finished[first] = self._through(
                            branch["States"], first, copy.deepcopy(document)
                        )
                    results.append(self.finished[first])
                except TaskFailedError as failed:
                    failures.append(failed)
            if failures:
                raise failures[0]
            return results
        execution = {"Name": self.name, "Id": f"arn:execution:{self.name}", "Input": self.input}
        context = {"Execution": execution}
        parameters = filled(state.get("Parameters", document), document, context)
        _check_size(name, parameters)
        result = self.perform(name, state["Resource"], parameters)
        _check_size(name, result)
        return result


def _check_size(name: str, value: Any) -> None:
    """Parameters and results that are too large are errors that a catcher can name."""
    if _size(value) > MAX_STATE_BYTES:
        raise TaskFailedError(DATA_LIMIT_EXCEEDED, f"{name}: more than {MAX_STATE_BYTES} bytes")


def _size(value: Any) -> int:
    return len(json.dumps(value, separators=(",", ":")).encode())


def filled(template: Any, document: Any, context: Any) -> Any:
    """The template with each ``"x.$": path`` replaced by ``"x": value``."""
    if not isinstance(template, Mapping):
        return copy.deepcopy(template)
    made = {}
    for key, value in template.items():
        if key.endswith(".$"):
            made[key[:-2]] = copy.deepcopy(_at(value, document, context))
        else:
            made[key] = filled(value, document, context)
    return made


def _at(path: str, document: Any, context: Any) -> Any:
    found = context if path.startswith("$$") else document
    for part in path.lstrip("$").split(".")[1:]:
        if not isinstance(found, Mapping) or part not in found:
            # On AWS nothing catches this one: a saga must never get here.
            raise AssertionError(f"States.Runtime: {path} leads nowhere")
        found = found[part]
    return found


def _placed(document: Any, path: str | None, result: Any) -> Any:
    if path is None:
        return document
    if path == "$":
        return result
    first, _, rest = path.removeprefix("$.").partition(".")
    if rest:
        result = _placed(document.get(first, {}), f"$.{rest}", result)
    return {**document, first: result}


def _matches(rule: State, error: str) -> bool:
    names = rule["ErrorEquals"]
    return error in names or ("States.ALL" in names and error != DATA_LIMIT_EXCEEDED)


def _met(rule: State, document: Any) -> bool:
    if "And" in rule:
        return all(_met(part, document) for part in rule["And"])
    if "IsPresent" in rule:
        try:
            _at(rule["Variable"], document, {})
        except AssertionError:
            return not rule["IsPresent"]
        return bool(rule["IsPresent"])
    value = _at(rule["Variable"], document, {})
    if "IsString" in rule:
        return isinstance(value, str) is bool(rule["IsString"])
    if "StringGreaterThan" in rule:
        return isinstance(value, str) and value > rule["StringGreaterThan"]
    return bool(value == rule["StringEquals"])

"""How large an order may be, by arithmetic from the definition.

An execution whose data outgrows a state's limit ends, whatever its states would catch (Step
Functions developer guide, "Handling errors": States.DataLimitExceeded). Had it charged before,
nothing would be undone. So the data of the states holds one error in full and no order, and the
tasks take the order from the execution's input. What a task adds to the order bounds the order.

The first task carries as much beside the order as the largest one: an order that is too large for
any of them is refused there, before anything is done.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from components.building_blocks.args_errors import Place
from components.saga.state_names import (
    ATTENTION,
    FAILURE_NAME,
    ORDER,
    OUTCOME,
    UNDOING,
    became_of,
)
from components.saga.task_states import Definition, State

MAX_STATE_BYTES = 256 * 1024
"""Input and output of a state, as UTF-8 (developer guide, "Service quotas", checked 2026-11)."""
CAUSE_BYTES = 6 * 32_768
r"""A cause has 32,768 characters at most (API reference, TaskFailedEventDetails). A character has 6
bytes at most: ``\u0001``."""
NAME_BYTES = 3 * 256
"""An error's name has 256 characters at most; no identifier has characters that JSON escapes."""
ERROR_BYTES = CAUSE_BYTES + NAME_BYTES + len('{"Error": "", "Cause": ""}')
OUTCOME_BYTES = 16 * 1024
"""What an outcome function may answer. The checkout's answers 2 KB at most."""
KEY_BYTES = 2_048
"""An order's id is a DynamoDB key."""
ROOM = "room"
"""The field of a first task's payload that only takes room."""
_CONTEXT_BYTES = 512
"""An execution's name or ARN."""
_LEAST_ORDER_BYTES = 16 * 1024


def check_sizes(place: Place, definition: Definition) -> None:
    """``ArgsError`` if the worst path's data could outgrow a state, or leave an order no room."""
    besides = state_bytes(definition)
    if besides > MAX_STATE_BYTES:
        raise place.error(
            f"are too many: if every compensation failed, a state would hold {besides} bytes, Step "
            f"Functions takes {MAX_STATE_BYTES}; declare fewer compensations"
        )
    most = max_order_bytes(definition)
    if most < _LEAST_ORDER_BYTES:
        raise place.error(
            f"leave an order {most} bytes beside what the tasks are given, needed are "
            f"{_LEAST_ORDER_BYTES}; declare fewer errors, or choose no part of the order twice "
            "in a step's input"
        )


def max_order_bytes(definition: Definition) -> int:
    """Bytes of the largest order, as JSON in UTF-8, that every task of the worst path can take."""
    fits = [(MAX_STATE_BYTES - _size(given, definition)) // copies
            for given, copies in _given(definition)]  # fmt: skip
    return min([MAX_STATE_BYTES - len('{"order": }'), *fits])


def state_bytes(definition: Definition) -> int:
    """Bytes of the largest data of a state: one error in full, the outcome, what became of each
    state of the undoing."""
    undoing = _size({"undoing.$": UNDOING}, definition)
    return ERROR_BYTES + NAME_BYTES + OUTCOME_BYTES + undoing + len('"unreported": true, ') + 64


def fill_first(definition: Definition, first: Sequence[State]) -> None:
    """Make the first tasks carry as much beside the order as the largest task does.

    A first task with an ``input`` does not take the whole order and can refuse none.
    """
    largest = MAX_STATE_BYTES - max_order_bytes(definition)
    for state in first:
        payload = state["Parameters"]["Payload"]
        if "order.$" in payload:
            empty = {**state["Parameters"], "Payload": {**payload, ROOM: ""}}
            payload[ROOM] = "." * max(0, largest - _size(empty, definition))


def tasks(definition: Definition) -> Iterator[State]:
    """All tasks, those within branches too."""
    for state in definition["States"].values():
        if state["Type"] == "Task":
            yield state
        for branch in state.get("Branches", []):
            yield from tasks(branch)


def _given(definition: Definition) -> Iterator[tuple[Any, int]]:
    """Parameters of each task that takes the order -> how often they may hold the same part."""
    for task in tasks(definition):
        paths = [*_paths(task["Parameters"])]
        copies = max((sum(_within(path, other) for other in paths) for path in paths), default=0)
        if copies:
            yield task["Parameters"], copies


def _within(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}.")


def _paths(template: Any) -> Iterator[str]:
    """The paths into the order whose values have no bound of their own."""
    if isinstance(template, Mapping):
        for key, value in template.items():
            if not key.endswith(".$"):
                yield from _paths(value)
            elif _within(value, ORDER) and value != f"{ORDER}.orderId":
                yield value


def _size(template: Any, definition: Definition) -> int:
    """Bytes of the filled template, without the parts of the order."""
    if not isinstance(template, Mapping):
        return len(json.dumps(template).encode())
    size = len("{}")
    for key, value in template.items():
        size += len(json.dumps(key.removesuffix(".$"))) + len(": , ")
        is_path = key.endswith(".$")
        size += _value(value, definition) if is_path else _size(value, definition)
    return size


def _value(path: str, definition: Definition) -> int:
    if path == UNDOING:
        names = {state["ResultPath"] for state in definition["States"].values()
                 if str(state.get("ResultPath")).startswith(became_of(""))}  # fmt: skip
        each = NAME_BYTES + len('"": {"Error": ""}, ')
        return sum(len(name) - len(became_of("")) + each for name in names) + len("{}")
    if path == f"{ORDER}.orderId":
        return KEY_BYTES
    if _within(path, ORDER):
        return 0
    known = {FAILURE_NAME: NAME_BYTES, ATTENTION: ERROR_BYTES}
    if _within(path, OUTCOME):
        return OUTCOME_BYTES
    return known.get(path, _CONTEXT_BYTES)

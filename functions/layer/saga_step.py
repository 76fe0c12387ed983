"""What a saga's step must keep, for the functions of any team.

    import saga_step

    steps = saga_step.Steps()  # the table that STEPS_TABLE names

    @steps.forward("reserve_seat")
    def reserve_seat(call):
        return {"seat": seats.take(call.order["seat"], call.idempotency_key)}

    @steps.compensation("release_seat", of="reserve_seat")
    def release_seat(call):
        seats.give_back(call.idempotency_key)

    handler = steps.handler

There is one record per order and step. With it the steps are idempotent: a repeat is answered from
the record. A forward step is refused once its compensation has begun. A compensation waits for a
forward step that is still running, until that invocation must have ended by its own time-out.

A step of yours may run again after a crash between its effect and the record, never twice at once.
So its effect must be idempotent by ``call.idempotency_key``, and all its work be done when it
returns. A compensation must cope with a step that took no effect.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

TABLE_VARIABLE = "STEPS_TABLE"
KEY = ("orderId", "step")
"""The table's partition key and sort key, both texts."""
EXPIRES_AT = "expiresAt"
"""The attribute for the table's TTL, in Unix seconds."""
REPEATABLE_DAYS = 400
"""How long a record lives: an execution is open for a year at most, and can be redriven for 14 days
after that (Step Functions developer guide, quotas)."""
MAX_RESULT_BYTES = 65_536
"""A record must fit into DynamoDB's item of 400 KB, and an answer into the saga's 256 KiB."""
CLOCK_MARGIN_SECONDS = 1
"""By how much the clocks of two functions may differ."""
POLL_SECONDS = 0.2
_RACES = 10
_PASSING = frozenset({
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException",
    "ThrottledException", "TransactionConflictException",
})  # fmt: skip
_SERVER_ERROR = 500

Row = dict[str, Any]
Key = tuple[str, str]
Work = Callable[["Call"], Any]


class StepBlocked(Exception):
    """The step's compensation has begun for this order: the step must not happen any more."""


class StepBusy(Exception):
    """The same step is still running, or the table did not serve the call. To be retried.

    Name it in the step's ``retry_on``; compensations are retried for any error.
    """


class StepResultError(Exception):
    """What the step returned cannot be recorded. Its effect may have happened: no retry helps."""


class StepCallError(Exception):
    """The function was called for a step that it does not have, or not by a saga."""


@dataclass(frozen=True)
class Call:
    """What the saga asks of a step."""

    order_id: str
    step: str
    order: Mapping[str, Any]
    """The order; for a step with an ``input``, what that chose of it."""
    idempotency_key: str
    """The same for each repeat of the forward step, and for its compensation."""
    ends_at: float
    """When Lambda ends this invocation, in Unix seconds. Your own calls must end before."""
    failure: str | None = None
    """For a compensation: name of the error that started the undoing."""
    result: Any = None
    """For a compensation: what the forward step answered. ``None`` if that is not known: the step
    may have taken effect all the same, or may never have begun."""


class Steps:
    """The steps of one function, and the table of their records.

    ``table`` is the name that ``STEPS_TABLE`` holds when omitted. The table's keys are the texts
    ``orderId`` and ``step``, its TTL attribute is ``expiresAt``; the function may ``GetItem`` and
    ``PutItem``. ``client`` is that of boto3's DynamoDB resource, ``now`` answers Unix seconds.
    """

    def __init__(
        self,
        table: str | None = None,
        *,
        client: Any | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._table = table
        self._client = client
        self._now = now
        self._sleep = sleep
        self._works: dict[str, tuple[str, Work]] = {}

    def forward(self, name: str) -> Callable[[Work], Work]:
        """Declare a forward step by its name in the saga. What it returns must be JSON."""
        return self._declare(name, name)

    def compensation(self, name: str, *, of: str) -> Callable[[Work], Work]:
        """Declare the compensation ``name`` of the forward step ``of``."""
        return self._declare(name, of)

    def handler(self, event: Mapping[str, Any], context: Any) -> Any:
        """The Lambda function's handler: do the step that the event names, once.

        Raises ``StepBlocked``, ``StepBusy``, ``StepResultError``, ``StepCallError``, and what the
        step itself raises: nothing of that is recorded.
        """
        order_id, step = event.get("orderId"), event.get("step")
        if not (isinstance(order_id, str) and order_id and step in self._works):
            raise StepCallError(
                f"no step {step!r} for orderId {order_id!r}: a saga must call this function, and "
                f"its steps are {', '.join(self._works) or 'none'}; declare each one by the name "
                "that it has in the saga"
            )
        of, work = self._works[step]
        now = self._now()
        left = context.get_remaining_time_in_millis() / 1000
        call = Call(
            order_id=order_id,
            step=step,
            order=event.get("order", event.get("input", {})),
            idempotency_key=f"{order_id}:{of}",
            ends_at=now + left,
            failure=(event.get("failure") or {}).get("Error"),
        )
        # The other half is for the step itself.
        patience = now + left / 2
        if of == step:
            return self._once(call, work, patience)
        row = self._change((order_id, of), _blocked)
        while self._is_running(row):
            self._wait(call, of, patience)
            row = self._read((order_id, of))
        return self._once(replace(call, result=_result(row)), work, patience)

    def _once(self, call: Call, work: Work, patience: float) -> Any:
        key, runner = (call.order_id, call.step), uuid4().hex
        until = call.ends_at + CLOCK_MARGIN_SECONDS

        def claimed(row: Row) -> Row:
            taken = "result" in row or row.get("compensated") or self._is_running(row)
            return row if taken else row | {"runner": runner, "runsUntil": int(until * 1000)}

        while (row := self._change(key, claimed)).get("runner") != runner:
            _refuse_blocked(call, row)
            if "result" in row:
                return _result(row)
            self._wait(call, call.step, patience)
        try:
            _refuse_blocked(call, row)
            result = _as_json(call, work(call))
        except BaseException:
            self._let_go(key, runner)
            raise
        row = self._change(key, lambda row: {"result": result, **_released(row, runner)})
        _refuse_blocked(call, row)
        return _result(row)

    def _let_go(self, key: Key, runner: str) -> None:
        """A compensation need not wait for this invocation's time-out."""
        try:
            self._change(key, lambda row: _released(row, runner))
        except Exception as error:  # the step's own error is the one to be told
            print(f"{key}: the record could not be released: {error!r}")  # noqa: T201 - a log line

    def _is_running(self, row: Row) -> bool:
        return "runner" in row and self._now() * 1000 < row["runsUntil"]

    def _wait(self, call: Call, step: str, patience: float) -> None:
        if self._now() + POLL_SECONDS > patience:
            raise StepBusy(f"{step} of {call.order_id} is still running; {call.step} must wait")
        self._sleep(POLL_SECONDS)

    def _change(self, key: Key, change: Callable[[Row], Row]) -> Row:
        """Write ``change(row)`` unless that is the row itself. Returns the row as it is then.

        The row's version makes read and write one step. After a lost answer ``change`` gets the row
        that it made.
        """
        for _ in range(_RACES):
            row = self._read(key)
            changed = change(row)
            if changed == row:
                return row
            changed["version"] = uuid4().hex
            changed[EXPIRES_AT] = int(self._now()) + REPEATABLE_DAYS * 86_400
            if self._put(key, changed, row.get("version")):
                return changed
        raise StepBusy(f"{key[1]} of {key[0]}: its record changed {_RACES} times meanwhile")

    def _read(self, key: Key) -> Row:
        row = self._served("get_item", Key=dict(zip(KEY, key, strict=True)), ConsistentRead=True)
        return dict(row.get("Item", {}))

    def _put(self, key: Key, row: Row, version: str | None) -> bool:
        condition: dict[str, Any] = {"ConditionExpression": f"attribute_not_exists({KEY[0]})"}
        if version is not None:
            condition = {
                "ConditionExpression": "version = :version",
                "ExpressionAttributeValues": {":version": version},
            }
        try:
            self._served("put_item", Item={**row, **dict(zip(KEY, key, strict=True))}, **condition)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def _served(self, operation: str, **request: Any) -> Any:
        if self._client is None:
            # Three attempts take less than ten seconds, with their pauses.
            patience = Config(
                connect_timeout=1,
                read_timeout=2,
                retries={"mode": "standard", "total_max_attempts": 3},
            )
            self._client = boto3.resource("dynamodb", config=patience).meta.client
        table = self._table or os.environ.get(TABLE_VARIABLE)
        if not table:
            raise StepCallError(
                f"environment variable {TABLE_VARIABLE} is not set; set it to the name of a "
                f"DynamoDB table with the keys {' and '.join(KEY)}, or give Steps the name"
            )
        try:
            return getattr(self._client, operation)(TableName=table, **request)
        except ClientError as error:
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            if error.response["Error"]["Code"] in _PASSING or status >= _SERVER_ERROR:
                raise StepBusy(f"table {table} did not serve {operation}: {error}") from error
            raise
        except BotoCoreError as error:
            raise StepBusy(f"table {table} did not answer {operation}: {error}") from error

    def _declare(self, name: str, of: str) -> Callable[[Work], Work]:
        if name in self._works:
            raise ValueError(f"step {name!r} is declared twice; each step has one function")

        def declare(work: Work) -> Work:
            self._works[name] = (of, work)
            return work

        return declare


def _blocked(row: Row) -> Row:
    return {**row, "compensated": True}


def _released(row: Row, runner: str) -> Row:
    mine = row.get("runner") == runner
    return {k: v for k, v in row.items() if not mine or k not in ("runner", "runsUntil")}


def _result(row: Row) -> Any:
    return json.loads(row["result"]) if "result" in row else None


def _refuse_blocked(call: Call, row: Row) -> None:
    if row.get("compensated"):
        raise StepBlocked(
            f"{call.step} of {call.order_id} is refused: its compensation has begun, and undoes "
            "whatever it did"
        )


def _as_json(call: Call, result: Any) -> str:
    try:
        text = json.dumps(result, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise StepResultError(
            f"{call.step} of {call.order_id} must return what JSON has, got "
            f"{type(result).__name__}: {error}"
        ) from error
    if len(text) > MAX_RESULT_BYTES:
        raise StepResultError(
            f"{call.step} of {call.order_id} returned {len(text)} bytes as JSON; at most "
            f"{MAX_RESULT_BYTES}: store the rest and return its key"
        )
    return text

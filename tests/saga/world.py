"""A shop in memory: the real definition and the real handlers, a store, a page, a queue, faults.

The interpreter performs each task by calling the function's own handler with the payload that the
definition made. The store is the only thing replaced, below boto3's interface.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from types import SimpleNamespace
from typing import Any

from functions.checkout import (
    charge_payment,
    commit_outcome,
    refund_payment,
    release_stock,
    reserve_stock,
)
from functions.checkout.stores.orders import Orders
from functions.common import aws_clients, clock, dynamodb, retries
from tests.saga.faults import (
    FINAL_ERROR,
    HANGING,
    LASTING,
    RETRIED_ERROR,
    TIMEOUT,
    Died,
    Fault,
    Place,
)
from tests.saga.interpreter import Aborted, Execution, TaskFailedError
from tests.saga.memory_store import MemoryStore, cancelled, client_error
from tests.saga.scenarios import PUSH, QUEUE, SCENARIOS, STOCK, order_of
from tests.support.checkout_shop import CONTEXT, ENVIRONMENT

HANDLERS = {module.__name__.rsplit(".", 1)[-1]: module for module in (
    charge_payment, refund_payment, reserve_stock, release_stock, commit_outcome)}  # fmt: skip


class World:
    """One order's run. ``plan`` puts faults at places; ``trace`` lists the places reached."""

    def __init__(
        self,
        scenario: str,
        plan: Mapping[Place, Fault],
        machine: Mapping[str, Any],
        until: Place | None = None,
    ) -> None:
        self.store = MemoryStore()
        self.scenario = SCENARIOS[scenario]
        self.order = order_of(self.scenario.token, self.scenario.mugs)
        for name, units in STOCK.items():
            self.store.tables["products"][(name,)] = {"productId": name, "stock": units}
        stored = self.scenario.stored_mugs
        as_stored = self.order if stored is None else order_of(self.scenario.token, stored)
        Orders("orders", clock.now, self.store).create(as_stored, "fingerprint")
        self.store.watch = self._watch
        self.faults = tuple(plan.values())
        self.plan = {(place.invocation, place.call): fault for place, fault in plan.items()}
        self._until = until and (until.invocation, until.call)
        self._hanging = {place.invocation for place, fault in plan.items() if fault in HANGING}
        self.trace: list[Place] = []
        self.invoked: list[tuple[str, dict[str, Any]]] = []
        self.statuses: list[str] = ["PENDING"]
        self.page: dict[str, dict[str, Any]] = {}
        self.messages: list[dict[str, Any]] = []
        self.broken: dict[str, Fault] = {}
        self.ever_broken: set[str] = set()
        self._given_up: set[str] = set()
        self._soon: list[Any] = []
        self._late: list[Any] = []
        self._amid: list[Any] = []
        self._here = threading.local()
        self.execution = Execution(machine, self._perform, self.order.order_id)

    def run(self) -> World:
        """Run to the execution's end, then let everything that still hung go on."""
        self.execution.start({"order": self.order.to_saga()})
        for _ in range(len(self.plan)):  # an operator redrives an aborted execution
            if self.execution.status == "ABORTED":
                self.execution.redrive()
        return self.finish()

    def finish(self) -> World:
        """Let everything that still hung go on."""
        for act in [*self._soon, *self._late, *self._amid]:
            act()
        self._soon, self._late, self._amid = [], [], []
        return self

    def perform_function(self, function: str, payload: dict[str, Any]) -> Any:
        """A task of another engine, with this world's faults."""
        parameters = {"FunctionName": function, "Payload": payload}
        return self._perform("", "", parameters)["Payload"]

    def mend_and_redrive(self) -> World:
        """The cause is mended; the operator redrives."""
        self.broken = {}
        self._given_up = set()
        self.plan = {}
        self.execution.redrive()
        return self

    def invoke(self, function: str, payload: dict[str, Any]) -> Any:
        """The function's answer; raises whatever its handler raises."""
        if function == PUSH:
            self.page.setdefault(payload["event"]["id"], payload["event"])
            return {}
        return HANDLERS[function].handler(payload, CONTEXT)

    def _note_status(self) -> None:
        status = self.store.tables["orders"][(self.order.order_id,)]["status"]
        if status != self.statuses[-1]:
            self.statuses.append(status)

    def _perform(self, state: str, resource: str, parameters: dict[str, Any]) -> Any:
        function, payload = parameters.get("FunctionName", QUEUE), parameters.get("Payload", {})
        if function == QUEUE:
            invoke = lambda: self.messages.append(parameters["MessageBody"])  # noqa: E731
        else:
            invoke = lambda: self.invoke(function, payload)  # noqa: E731
        task = f"{function}:{payload['transition']}" if "transition" in payload else function
        number = len(self.invoked)
        self.invoked.append((function, payload))
        soon, self._soon = self._soon, []
        try:
            if self._gives_up(state, number, task):
                raise TaskFailedError(RETRIED_ERROR)
            return {"Payload": self._invocation(number, task, invoke)}
        finally:
            for act in soon:  # a call that hung goes on after the next task
                act()

    def _invocation(self, number: int, task: str, invoke: Any) -> Any:
        function = task.partition(":")[0]
        if self._broken(task) is None:
            self.trace.append(Place(number, -1, task))
        fault = self.plan.get((number, -1))
        if fault in LASTING:
            what = task if fault is Fault.TASK_DOWN else function
            self.broken[what] = fault
            self.ever_broken.add(what)
        if self._broken(task) in (Fault.DOWN, Fault.TASK_DOWN):
            raise TaskFailedError(RETRIED_ERROR)
        if number in self._hanging:
            return self._in_thread(number, function, invoke)
        answer = self._answer(number, function, invoke)
        if self._broken(task) is Fault.MUTE or fault is Fault.LOST_RETRIED:
            raise TaskFailedError(RETRIED_ERROR)
        if fault is Fault.LOST_FINAL:
            raise TaskFailedError(FINAL_ERROR)
        if fault is Fault.TWICE:
            answer = self._answer(None, function, invoke)
        if fault is Fault.AGAIN_SOON:
            self._soon.append(lambda: self._quietly(function, invoke))
        if fault is Fault.AGAIN_LATE:
            self._late.append(lambda: self._quietly(function, invoke))
        if fault is Fault.ABORTED:
            raise Aborted
        return answer

    def _gives_up(self, state: str, number: int, task: str) -> bool:
        if self.plan.get((number, -1)) is Fault.GIVEN_UP:
            self.trace.append(Place(number, -1, task))
            self.ever_broken.add(task.partition(":")[0])
            self._given_up.add(state)
        return state in self._given_up

    def _broken(self, task: str) -> Fault | None:
        return self.broken.get(task) or self.broken.get(task.partition(":")[0])

    def _answer(self, number: int | None, function: str, invoke: Any) -> Any:
        """One call of the handler; ``number`` None is one in which no faults are put."""
        self._here.number, self._here.call, self._here.function = number, -1, function
        try:
            return invoke()
        except Died as died:
            raise TaskFailedError(died.error) from None
        except Exception as error:
            raise TaskFailedError(type(error).__name__, str(error)) from None
        finally:
            self._here.number = None

    def _quietly(self, function: str, invoke: Any) -> None:
        with suppress(TaskFailedError):  # no caller waits for this answer
            self._answer(None, function, invoke)

    def _in_thread(self, number: int, function: str, invoke: Any) -> Any:
        """Run the handler apart, so that it can hang and go on after its task timed out."""
        run = SimpleNamespace(resume=threading.Event(), quiet=threading.Event(), late=None,
                              answer=None, failed=None)  # fmt: skip

        def body() -> None:
            self._here.hanging = run
            try:
                run.answer = self._answer(number, function, invoke)
            except BaseException as failed:  # a defect, too: it fails the test, not this thread
                run.failed = failed
            finally:
                run.quiet.set()

        thread = threading.Thread(target=body, daemon=True)
        thread.start()
        run.quiet.wait()
        if run.late is not None:

            def go_on() -> None:
                run.resume.set()
                thread.join()
                if run.failed and not isinstance(run.failed, TaskFailedError):
                    raise run.failed

            run.late.append(go_on)
            raise TaskFailedError(TIMEOUT)
        thread.join()
        if run.failed:
            raise run.failed
        return run.answer

    @contextmanager
    def _watch(self, operation: str) -> Iterator[None]:
        try:
            with self._faults(operation):
                yield
        finally:
            self._note_status()

    @contextmanager
    def _faults(self, operation: str) -> Iterator[None]:
        number = getattr(self._here, "number", None)
        if number is None:
            yield
            return
        self._here.call += 1
        call = self._here.call
        if self._here.function not in self.broken:
            self.trace.append(Place(number, call, operation))
        if (number, call) == self._until:
            amid, self._amid = self._amid, []
            for act in amid:
                act()
        fault = self.plan.get((number, call))
        if fault is None:
            yield
            return
        if fault is Fault.CONTENDED:
            for later in range(1, 10):
                self.plan.setdefault((number, call + later), Fault.CONTENDED)
            raise cancelled(["TransactionConflict"])
        if fault is Fault.THROTTLED:
            raise client_error("ThrottlingException")
        if fault in HANGING:
            run = self._here.hanging
            run.late = {
                Fault.HANGS_A_WHILE: self._soon,
                Fault.HANGS_LONG: self._late,
                Fault.HANGS_UNTIL: self._amid,
            }[fault]
            self._here.number = None
            run.quiet.set()
            run.resume.wait()
            yield
            return
        if fault in (Fault.DIES_BEFORE_RETRIED, Fault.DIES_BEFORE_FINAL):
            raise Died(RETRIED_ERROR if fault is Fault.DIES_BEFORE_RETRIED else FINAL_ERROR)
        try:
            yield
        finally:  # the call's answer is lost
            raise Died(RETRIED_ERROR if fault is Fault.DIES_AFTER_RETRIED else FINAL_ERROR)


@contextmanager
def handlers_on(store: MemoryStore, **more_environment: str) -> Iterator[None]:
    """Make the functions use this store, pause for 0 seconds and print nothing.

    A metric is a printed line: it would stand among those of the command that runs the cases.
    """
    modules: Any = dynamodb, aws_clients, retries  # what they make is replaced
    values, clients, pauses = modules
    kept = values.with_plain_values, clients.new_client, pauses.random
    environment = ENVIRONMENT | more_environment
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    values.with_plain_values = lambda made: made
    clients.new_client = lambda service, **_: store
    pauses.random = SimpleNamespace(uniform=lambda low, high: 0)
    dynamodb.table_client.cache_clear()
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        values.with_plain_values, clients.new_client, pauses.random = kept
        for name, value in before.items():  # the whole environment would take a tenth of a run
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        dynamodb.table_client.cache_clear()

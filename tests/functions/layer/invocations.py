"""Invocations of a step's function that run by turns: any order, a crash at any point.

Each invocation is a thread that stops before every call to the table, every sleep and every effect.
A schedule says whose turn it is, and whether that invocation is killed there. Time passes only in
sleeps. As Lambda does, an invocation is killed when its time is up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from functions.layer import saga_step

TIMEOUT_SECONDS = 4.0
KEY = ("order", "reserve_seat")
FORWARD, COMPENSATION = "reserve_seat", "release_seat"


class Killed(BaseException):
    """The invocation ended here. It does nothing more."""


@dataclass
class World:
    """One table, one shop of seats, one clock."""

    now: float = 1_900_000_000.0
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    working: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    released: bool = False
    effects: int = 0


class Invocation:
    """One run of the handler for ``step``."""

    def __init__(self, world: World, step: str, turns: Turns | None = None) -> None:
        self.world, self.step = world, step
        self.answer: Any = None
        self.error: BaseException | None = None
        self._turns = turns
        self._ends_at = world.now + TIMEOUT_SECONDS
        self._dead = False

    def run(self) -> Invocation:
        """Handle the call to its end."""
        steps = saga_step.Steps("steps", client=self, now=lambda: self.world.now, sleep=self._sleep)
        steps.forward(FORWARD)(self._reserve)
        steps.compensation(COMPENSATION, of=FORWARD)(self._release)
        try:
            event = {"orderId": KEY[0], "step": self.step, "order": {"seat": "4A"}}
            self.answer = steps.handler(event, self)
        except BaseException as error:
            self.error = error
        return self

    def get_remaining_time_in_millis(self) -> float:
        return (self._ends_at - self.world.now) * 1000

    def get_item(self, *, Key: dict[str, str], ConsistentRead: bool, **_: Any) -> dict[str, Any]:
        self._turn()
        if not ConsistentRead:
            self.world.wrong.append("a record was read that may be old")
        row = self.world.rows.get((Key["orderId"], Key["step"]))
        return {"Item": dict(row)} if row else {}

    def put_item(self, *, Item: dict[str, Any], **condition: Any) -> None:
        self._turn()
        key = (Item["orderId"], Item["step"])
        row = self.world.rows.get(key)
        if condition["ConditionExpression"] == "version = :version":
            wanted = condition["ExpressionAttributeValues"][":version"]
            holds = row is not None and row["version"] == wanted
        else:
            holds = row is None
        if not holds:
            code = {"Code": "ConditionalCheckFailedException", "Message": ""}
            raise ClientError({"Error": code}, "PutItem")
        self.world.rows[key] = dict(Item)
        self._turn()  # the answer may be lost with the invocation

    def _reserve(self, call: saga_step.Call) -> dict[str, str]:
        def take() -> None:
            if self.world.released:
                self.world.wrong.append("a seat was reserved after its release")
            self.world.held.add(call.idempotency_key)

        self._work(take)
        return {"seat": "4A"}

    def _release(self, call: saga_step.Call) -> None:
        def give_back() -> None:
            self.world.held.discard(call.idempotency_key)
            self.world.released = True

        if call.result not in (None, {"seat": "4A"}):
            self.world.wrong.append(f"the compensation was told {call.result}")
        self._work(give_back)

    def _work(self, effect: Callable[[], None]) -> None:
        self.world.working.append(self.step)
        if len(self.world.working) > 1:
            self.world.wrong.append(f"at once: {self.world.working}")
        try:
            self._turn()
            effect()
            self.world.effects += 1
            self._turn()
        finally:
            self.world.working.remove(self.step)

    def _sleep(self, seconds: float) -> None:
        self._turn()
        self.world.now += seconds
        self._turn()

    def _turn(self) -> None:
        if self._turns and not self._dead:
            self._dead = self._turns.wait_for_turn(self)
        if self._dead or self.world.now >= self._ends_at:
            self._dead = True
            raise Killed


class Turns:
    """Lets one invocation run at a time, up to its next stop."""

    def __init__(self, world: World, steps: Iterable[str]) -> None:
        self.invocations = [Invocation(world, step, self) for step in steps]
        self._go = {one: threading.Semaphore(0) for one in self.invocations}
        self._stopped = threading.Semaphore(0)
        self._kills: set[Invocation] = set()
        self._done: set[Invocation] = set()
        self._threads = {
            one: threading.Thread(target=self._run, args=(one,)) for one in self.invocations
        }

    def play(self, schedule: Iterable[tuple[int, bool]]) -> None:
        """``schedule``: (whose turn it is, whether it is killed). Then all run to their ends."""
        living = list(self.invocations)
        for thread in self._threads.values():
            thread.start()
        turns = iter(schedule)
        while living:
            number, killed = next(turns, (0, False))
            one = living[number % len(living)]
            if killed:
                self._kills.add(one)
            self._go[one].release()
            self._stopped.acquire()
            living = [other for other in living if other not in self._done]
        for thread in self._threads.values():
            thread.join()

    def wait_for_turn(self, invocation: Invocation) -> bool:
        """Stop here. Returns whether the invocation is killed."""
        self._stopped.release()
        self._go[invocation].acquire()
        return invocation in self._kills

    def _run(self, invocation: Invocation) -> None:
        self._go[invocation].acquire()
        invocation.run()
        self._done.add(invocation)
        self._stopped.release()

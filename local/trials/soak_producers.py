"""Pushes the soak's events: some twice, some by the event bus, by several producers at once."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from contract.messages import PUSH_DETAIL_TYPE
from local.local_stage import LocalStage
from local.trials.stoppable import StoppedError

PRODUCERS = 4
PUSH_ATTEMPTS = 5
REPEATED_SHARE, BUS_SHARE = 0.1, 0.3


class PushError(Exception):
    """The stage refused an event in every attempt; the text holds its answers."""


class SoakProducers:
    """Pushes events, each with an id of its own, until ``stopped``: then ``StoppedError``."""

    def __init__(
        self,
        stage: LocalStage,
        chance: random.Random,
        say: Callable[[str], None],
        stopped: threading.Event,
    ) -> None:
        self._planned = 0
        self.failures: Counter[str] = Counter()
        """Errors that made a producer push again, by their text."""
        self._stage, self._chance, self._say = stage, chance, say
        self._stopped = stopped

    def push_all(
        self, users: Sequence[str], events: int, seconds: float, *, repeated: float = REPEATED_SHARE
    ) -> Counter[str]:
        """Push ``events`` events to random users, spread over ``seconds`` at least.

        Answers how many each user got.
        """
        return self._push_plan(
            [self._chance.choice(users) for _ in range(events)], seconds, repeated
        )

    def push_to_each(self, users: Sequence[str]) -> None:
        """Push one event to every user."""
        self._push_plan(users, 0.0, 0.0)

    def _push_plan(self, to: Sequence[str], seconds: float, repeated: float) -> Counter[str]:
        plan = [(user, self._planned + n) for n, user in enumerate(to)]
        self._planned += len(plan)
        repeats = {n for _, n in plan if self._chance.random() < repeated}
        by_bus = {n for _, n in plan if self._chance.random() < BUS_SHARE}
        first, started, done = plan[0][1], time.monotonic(), 0

        def push(one: tuple[str, int]) -> None:
            user, number = one
            due = started + (number - first) * seconds / len(plan)
            if self._stopped.wait(max(0.0, due - time.monotonic())):
                raise StoppedError
            self._push(user, number, number in repeats, number in by_bus)

        with ThreadPoolExecutor(PRODUCERS) as pool:
            for _ in pool.map(push, plan):
                done += 1
                if done % max(1, len(plan) // 10) == 0:
                    rate = done / (time.monotonic() - started)
                    self._say(f"{done:5} of {len(plan)} events pushed, {rate:.0f} a second")
        return Counter(to)

    def _push(self, user_id: str, number: int, twice: bool, by_bus: bool) -> None:
        event = {"id": f"soak-{number}", "source": "soak", "type": "soak.event", "data": number}
        request = json.dumps({"userId": user_id, "event": event})
        for _ in range(2 if twice else 1):
            if by_bus:
                self._put_on_bus(request)
            else:
                self._invoke(request)

    def _invoke(self, request: str) -> None:
        """Invoke until the call succeeds, as a state machine's Retry does."""
        for _ in range(PUSH_ATTEMPTS):
            answer = self._stage.client("lambda").invoke(
                FunctionName=self._stage.outputs["push_function_arn"], Payload=request
            )
            if "FunctionError" not in answer:
                return
            self.failures[answer["Payload"].read().decode()] += 1
        raise PushError(f"a push failed {PUSH_ATTEMPTS} times: {self.failures}")

    def _put_on_bus(self, request: str) -> None:
        entry = {
            "EventBusName": self._stage.outputs["event_bus_arn"],
            "Source": "soak",
            "DetailType": PUSH_DETAIL_TYPE,
            "Detail": request,
        }
        answer = self._stage.client("events").put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise PushError(f"the bus refused an event: {answer['Entries']}")

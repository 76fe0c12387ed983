"""``make soak``: pages come and go while events are pushed; none is lost, doubled, reordered."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local.local_stage import LocalStage
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from local.trials.soak_page import SoakPage
from local.trials.throwaway_stage import print_verdict, say, throwaway_stage

PRODUCERS = 4
PUSH_ATTEMPTS = 5
REPEATED_SHARE, BUS_SHARE = 0.1, 0.3


class PushError(Exception):
    """The stage refused an event again and again; the text says with what."""


@dataclass(frozen=True)
class SoakSize:
    """How much of everything; ``seed`` makes the random choices repeatable.

    The events are spread over ``push_seconds`` at least, so that pages come and go amid them
    however fast the machine is.
    """

    users: int
    pages: int
    events: int
    longest_visit_seconds: float
    push_seconds: float
    seed: int


FULL = SoakSize(
    users=50, pages=200, events=1000, longest_visit_seconds=60, push_seconds=120, seed=20261124
)


class Soak:
    """One run on a running stage."""

    def __init__(self, stage: LocalStage, size: SoakSize, say: Callable[[str], None]) -> None:
        self._stage, self._size, self._say = stage, size, say
        self._chance = random.Random(size.seed)  # noqa: S311 - repeatable, not secret
        self._pushed: Counter[str] = Counter()
        self.drops = 0
        """How often a page was cut off."""
        self.failures: Counter[str] = Counter()
        """Errors that made a producer push again, by their text."""

    def run(self) -> list[str]:
        """Everything that is wrong, in sentences; empty when all agrees."""
        emails = [f"soak-{n}@example.com" for n in range(self._size.users)]
        credentials = seed_buyers(self._stage.client, self._stage.outputs, emails)
        with ThreadPoolExecutor(PRODUCERS) as pool:
            buyers = list(pool.map(self._signed_in, credentials))
        pages = [self._page(buyers[n % len(buyers)]) for n in range(self._size.pages)]
        asyncio.run(self._soak(pages))
        self.drops = sum(page.drops for page in pages)
        self._say(f"{len(pages)} pages were cut off {self.drops} times")
        for error, times in self.failures.items():
            self._say(f"pushes repeated {times} times after {error}")
        return [wrong for page in pages for wrong in self._wrong(page)]

    def _signed_in(self, credentials: dict[str, str]) -> Buyer:
        return Buyer(self._stage.outputs, credentials).sign_in()

    def _page(self, buyer: Buyer) -> SoakPage:
        chance = random.Random(self._chance.random())  # noqa: S311
        longest = self._size.longest_visit_seconds
        return SoakPage(buyer, self._stage.outputs, longest, chance)

    async def _soak(self, pages: list[SoakPage]) -> None:
        over = asyncio.Event()
        visits = [asyncio.create_task(page.come_and_go(over)) for page in pages]
        await asyncio.to_thread(self._produce, sorted({page.model.user_id for page in pages}))
        over.set()
        await asyncio.gather(*visits)
        self._say("all pushed; every page comes back once more")
        await asyncio.gather(*(page.settle(self._pushed[page.model.user_id]) for page in pages))

    def _produce(self, users: list[str]) -> None:
        """Push all events; some twice, some by the event bus, several producers at once."""
        plan = [(self._chance.choice(users), n) for n in range(self._size.events)]
        repeats = {n for _, n in plan if self._chance.random() < REPEATED_SHARE}
        by_bus = {n for _, n in plan if self._chance.random() < BUS_SHARE}
        self._pushed.update(user for user, _ in plan)
        started, done = time.monotonic(), 0

        def push(one: tuple[str, int]) -> None:
            user, number = one
            due = started + number * self._size.push_seconds / len(plan)
            time.sleep(max(0.0, due - time.monotonic()))
            self._push(user, number, number in repeats, number in by_bus)

        with ThreadPoolExecutor(PRODUCERS) as pool:
            for _ in pool.map(push, plan):
                done += 1
                if done % max(1, len(plan) // 10) == 0:
                    rate = done / (time.monotonic() - started)
                    self._say(f"{done:5} of {len(plan)} events pushed, {rate:.0f} a second")

    def _push(self, user_id: str, number: int, twice: bool, by_bus: bool) -> None:
        event = {"id": f"soak-{number}", "source": "soak", "type": "soak.event", "data": number}
        request = json.dumps({"userId": user_id, "event": event})
        for _ in range(2 if twice else 1):
            if by_bus:
                self._put_on_bus(request)
            else:
                self._invoke(request)

    def _invoke(self, request: str) -> None:
        """Invoke until it goes well, as a state machine's Retry does."""
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
            "DetailType": "realtime.push",
            "Detail": request,
        }
        answer = self._stage.client("events").put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise PushError(f"the bus refused an event: {answer['Entries']}")

    def _wrong(self, page: SoakPage) -> list[str]:
        expected = list(range(1, self._pushed[page.model.user_id] + 1))
        got = page.model.delivered
        if got == expected and not page.model.gaps:
            return []
        lost = sorted(set(expected) - set(got))
        twice = [number for number, count in Counter(got).items() if count > 1]
        return [
            f"a page of {page.model.user_id}: {len(got)} of {len(expected)} events; lost {lost}, "
            f"twice {twice}, in order: {got == sorted(got)}, told of gaps: {page.model.gaps}"
        ]


def soak(project_dir: Path, size: SoakSize = FULL) -> int:
    """Deploy, soak, tell. 0 when nothing was lost, doubled or reordered."""
    print("Local stage")
    with throwaway_stage(project_dir) as stage:
        print(f"\nSoak: {size}")
        wrong = Soak(stage, size, say).run()
    return print_verdict(wrong, "Every page has every event of its user once, in order.")

"""``make soak``: pages come and go while events are pushed. Each page must get each event once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local.local_stage import LocalStage
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from local.trials.soak_page import SoakPage
from local.trials.soak_producers import SoakProducers
from local.trials.throwaway_stage import print_verdict, say, throwaway_stage

SIGN_INS_AT_ONCE = 4


@dataclass(frozen=True)
class SoakSize:
    """The numbers of a soak. ``seed`` makes its random choices repeatable.

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
        self._producers = SoakProducers(stage, self._chance, say)
        self.drops = 0
        """Number of connections that the pages lost."""

    def run(self) -> list[str]:
        """Everything that is wrong, in sentences; empty when all agrees."""
        emails = [f"soak-{n}@example.com" for n in range(self._size.users)]
        credentials = seed_buyers(self._stage.client, self._stage.outputs, emails)
        with ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
            buyers = list(pool.map(self._signed_in, credentials))
        pages = [self._page(buyers[n % len(buyers)]) for n in range(self._size.pages)]
        asyncio.run(self._soak(pages))
        self.drops = sum(page.drops for page in pages)
        self._say(f"{len(pages)} pages were cut off {self.drops} times")
        for error, times in self._producers.failures.items():
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
        users = sorted({page.model.user_id for page in pages})
        await asyncio.to_thread(
            self._producers.push_all, users, self._size.events, self._size.push_seconds
        )
        over.set()
        await asyncio.gather(*visits)
        self._say("all pushed; every page comes back once more")
        await asyncio.gather(
            *(page.settle(self._producers.pushed[page.model.user_id]) for page in pages)
        )

    def _wrong(self, page: SoakPage) -> list[str]:
        expected = list(range(1, self._producers.pushed[page.model.user_id] + 1))
        got = page.model.delivered
        if got == expected and not page.model.gaps:
            return []
        lost = sorted(set(expected) - set(got))
        twice = [number for number, count in Counter(got).items() if count > 1]
        return [
            f"a page of {page.model.user_id}: {len(got)} of {len(expected)} events; lost {lost}, "
            f"twice {twice}, in order: {got == sorted(got)}, reported gaps: {page.model.gaps}"
        ]


def soak(project_dir: Path, size: SoakSize = FULL) -> int:
    """Run the soak on a stage of its own. 0 when no event was lost, doubled or reordered."""
    print("Local stage")
    with throwaway_stage(project_dir) as stage:
        print(f"\nSoak: {size}")
        wrong = Soak(stage, size, say).run()
    return print_verdict(wrong, "Every page has every event of its user once, in order.")

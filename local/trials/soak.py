"""``make soak``: pages come and go while events are pushed. Each page must get each event once.

Rows of open connections are deleted, events are lost on the way, and the log is restored to an
earlier moment. After its proof each page hears the next event live.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local.local_stage import LocalStage
from local.open_files import STAGE_NEEDS, allow_open_files
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from local.trials.lost_rows import LostRows
from local.trials.restored_log import RestoredLog
from local.trials.soak_page import SoakPage
from local.trials.soak_producers import SoakProducers
from local.trials.stoppable import run_until_stopped
from local.trials.throwaway_stage import print_verdict, say, throwaway_stage
from operations.progress import progress

SIGN_INS_AT_ONCE = 4
FILES_PER_PAGE = 10
"""In the emulator: 2,082 were counted with 200 pages, most for the functions that serve them."""
BEFORE_BACKUP, LOST_BY_RESTORE = 0.4, 0.2
"""Shares of the events that are pushed before the backup, and after it into the log before."""


@dataclass(frozen=True)
class SoakSize:
    """The numbers of a soak. ``seed`` makes its random choices repeatable.

    A page proves its subscription after ``prove_seconds`` without a frame; the client waits ten
    minutes. Every ``row_seconds`` a row is deleted. The events are spread over ``push_seconds`` at
    least, so that pages come and go amid them however fast the machine is.
    """

    users: int
    pages: int
    events: int
    longest_visit_seconds: float
    push_seconds: float
    prove_seconds: float
    row_seconds: float
    seed: int


FULL = SoakSize(
    users=50, pages=200, events=1000, longest_visit_seconds=60, push_seconds=120, prove_seconds=10,
    row_seconds=0.5, seed=20261124,
)  # fmt: skip


class Soak:
    """One run on a running stage."""

    def __init__(self, stage: LocalStage, size: SoakSize, say: Callable[[str], None]) -> None:
        self._stage, self._size, self._say = stage, size, say
        self._chance = random.Random(size.seed)  # noqa: S311 - repeatable, not secret
        self._stopped = threading.Event()
        self._producers = SoakProducers(stage, self._chance, say, self._stopped)
        self.faults: Counter[str] = Counter()
        """What happened to the pages, and how often."""

    def run(self) -> list[str]:
        """Everything that is wrong, in sentences; empty when all agrees."""
        emails = [f"soak-{n}@example.com" for n in range(self._size.users)]
        credentials = seed_buyers(self._stage.client, self._stage.outputs, emails)
        with ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
            buyers = list(pool.map(self._signed_in, credentials))
        pages = [self._page(buyers[n % len(buyers)]) for n in range(self._size.pages)]
        users = sorted({page.model.user_id for page in pages})
        lost_rows = LostRows(self._stage, users, random.Random(self._size.seed))  # noqa: S311
        log = RestoredLog(self._stage, self._stopped)
        try:
            wrong = run_until_stopped(self._soak(pages, users, lost_rows, log))
        finally:
            log.undo()
        self._count(pages, lost_rows)
        return wrong

    def _count(self, pages: list[SoakPage], lost_rows: LostRows) -> None:
        self.faults = Counter({
            "connections cut off": sum(page.drops for page in pages),
            "rows deleted": lost_rows.count,
            "events lost on the way": sum(page.lost_events for page in pages),
            "restored logs noticed": sum(len(page.model.delivered_before) for page in pages),
            "resumes put off": sum(page.put_off for page in pages),
            "proofs": sum(page.proofs for page in pages),
        })  # fmt: skip
        for fault, times in self.faults.items():
            self._say(f"{times:5} {fault}")
        for error, times in self._producers.failures.items():
            self._say(f"pushes repeated {times} times after {error}")

    def _signed_in(self, credentials: dict[str, str]) -> Buyer:
        return Buyer(self._stage.outputs, credentials).sign_in()

    def _page(self, buyer: Buyer) -> SoakPage:
        chance = random.Random(self._chance.random())  # noqa: S311
        seconds = self._size.longest_visit_seconds, self._size.prove_seconds
        return SoakPage(buyer, self._stage.outputs, *seconds, chance)

    async def _soak(
        self, pages: list[SoakPage], users: list[str], lost_rows: LostRows, log: RestoredLog
    ) -> list[str]:
        over = asyncio.Event()
        visits = [asyncio.create_task(page.come_and_go(over)) for page in pages]
        try:
            pushed = await asyncio.to_thread(self._push_and_restore, users, lost_rows, log)
        except BaseException:
            self._stopped.set()  # or the end would wait for the thread
            raise
        over.set()
        await asyncio.gather(*visits)
        self._say("all pushed; every page comes back, loses an event and its row, and proves")
        step = asyncio.Barrier(len(pages) + 1)
        async with asyncio.TaskGroup() as group:
            last_visits = [
                group.create_task(page.last_visit(pushed[page.model.user_id], step))
                for page in pages
            ]
            await step.wait()
            await asyncio.to_thread(self._producers.push_to_each, users)
            await step.wait()
            await asyncio.to_thread(lost_rows.delete_all)
            await step.wait()
            await step.wait()
            await asyncio.to_thread(self._producers.push_to_each, users)
        deaf = [page for page, visit in zip(pages, last_visits, strict=True) if not visit.result()]
        return [
            *(f"a page of {page.model.user_id} was deaf after its proof" for page in deaf),
            *(wrong for page in pages for wrong in self._wrong(page, pushed)),
        ]

    def _push_and_restore(
        self, users: list[str], lost_rows: LostRows, log: RestoredLog
    ) -> Counter[str]:
        """Push all events. Answers how many of each user the restored log has."""
        events, seconds = self._size.events, self._size.push_seconds
        kept, lost = round(events * BEFORE_BACKUP), round(events * LOST_BY_RESTORE)
        push, each = self._producers.push_all, seconds / events
        with lost_rows.one_every(self._size.row_seconds):
            pushed = push(users, kept, kept * each)
            log.wait_until_stored(users, kept)
            log.restore_as_of_now()
            # Not repeated: a repeat that comes late would be new to the restored log.
            push(users, lost, lost * each, repeated=0)
            log.wait_until_stored(users, kept + lost)
            functions = log.use()
            self._say(f"{functions} functions use a log restored to {lost} events ago")
            rest = events - kept - lost
            pushed += push(users, rest, rest * each)
            log.wait_until_stored(users, kept + rest)
        return pushed

    def _wrong(self, page: SoakPage, pushed: Counter[str]) -> list[str]:
        model, wrong = page.model, []
        for got, through in [
            *((before, len(before)) for before in model.delivered_before),
            (model.delivered, pushed[model.user_id] + 2),
        ]:
            if got != list(range(1, through + 1)):
                lost = sorted(set(range(1, through + 1)) - set(got))
                twice = [number for number, count in Counter(got).items() if count > 1]
                wrong.append(
                    f"a page of {model.user_id}: {len(got)} of {through} events; lost {lost}, "
                    f"twice {twice}, in order: {got == sorted(got)}"
                )
        # A page that had nothing of the log before need not hear that it was restored.
        begun = sum(bool(before) for before in model.delivered_before)
        if not begun <= len(model.gaps) <= len(model.delivered_before):
            wrong.append(
                f"a page of {model.user_id}: gaps {model.gaps}, not one for each restored log"
            )
        return wrong


def soak(project_dir: Path, size: SoakSize = FULL) -> int:
    """Run the soak on a stage of its own. 0 when no event was lost, doubled or reordered."""
    progress.say("Local stage")
    allow_open_files(size.pages * FILES_PER_PAGE + STAGE_NEEDS, f"a soak of {size.pages} pages")
    with throwaway_stage(project_dir) as stage:
        progress.say(f"\nSoak: {size}")
        wrong = Soak(stage, size, say).run()
    return print_verdict(
        wrong, "Every page has every event of its user's log once, in order, and hears the next."
    )

"""All pages of a simulation, as arrays: where each stands, and when it acts next.

A page does what the client does. Left out is what a storm does not need: a connection that is lost
again within seconds, wake-ups by a person, and lines that cut.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planning.simulation.client import Client, Span

WAITING, RESUMING, LIVE = 0, 1, 2
OPENS_SECONDS = 0.5
"""So long after a handshake began the page resumes. A step is no longer than that."""
Index = NDArray[np.intp]
Floats = NDArray[np.float64]


class Pages:
    """A page waits for its next attempt, has connected and asks for its events, or is live."""

    def __init__(self, count: int, client: Client, random: np.random.Generator) -> None:
        self._client = client
        self._random = random
        self._waits = np.array(client.waits)
        self._lasting_waits = np.array(client.lasting_waits)
        self.phase = np.full(count, LIVE, np.int8)
        self.due = np.zeros(count)  # when the page acts next
        self._waited = np.zeros(count, np.int64)  # waits since the back-off began
        self._fruitless = np.zeros(count, np.int64)  # attempts since the page was live
        self._since = np.zeros(count)  # when the first of them began
        self._unopened = np.zeros(count, np.int64)  # handshakes in a row that led to nothing
        self._failed = np.zeros(count, np.int64)  # resumes in a row that were refused
        # Pages were opened at any time, so tokens are of any age.
        self._token_since = -random.uniform(0, client.token_life_seconds, count)
        self._fresh_since = np.full(count, -np.inf)
        self.live = count
        self.fresh_tokens = 0

    def drop(self) -> None:
        """The connections of all pages end. Their first waits begin."""
        everyone = np.arange(len(self.due))
        self.leave(everyone)
        self._wait(everyone)

    def leave(self, index: Index) -> None:
        """Live pages give their connections up, and connect again at once."""
        self.live -= len(index)
        self.phase[index] = WAITING
        for counts in (self._waited, self._fruitless, self._unopened):
            counts[index] = 0

    def begin(self, index: Index) -> None:
        """A handshake begins. It asks for a fresh token where so many have failed."""
        client, at = self._client, self.due[index]
        unopened = self._unopened[index]
        fresh = (unopened > 0) & (unopened % client.fresh_token_every == 0)
        fresh &= at - self._fresh_since[index] >= client.fresh_token_pause_seconds
        self._fresh_since[index[fresh]] = at[fresh]
        self.fresh_tokens += int(fresh.sum())
        ends = self._token_since[index] + client.token_life_seconds
        renewed = fresh | (ends - at <= client.token_ahead[1])
        self._token_since[index[renewed]] = at[renewed]
        self._since[index] = np.where(self._fruitless[index] == 0, at, self._since[index])
        self._fruitless[index] += 1
        self._unopened[index] += 1

    def opened(self, index: Index) -> None:
        """The handshake led to a connection: the page asks for its events."""
        self._unopened[index] = self._failed[index] = 0
        self._fresh_since[index] = -np.inf
        self.phase[index] = RESUMING
        self.due[index] += OPENS_SECONDS

    def refused(self, index: Index) -> None:
        """A handshake or a resume was refused. The page waits; some resumes are sent again."""
        self._failed[index] += 1
        again = (self.phase[index] == RESUMING) & (self._failed[index] <= self._client.asks_again)
        kept, lost = index[again], index[~again]
        self.due[kept] += self._between(self._waits[self._failed[kept]])
        self.phase[lost] = WAITING
        self._wait(lost)

    def resumed(self, index: Index) -> None:
        """The pages are live, until the connection or its token will soon end."""
        client, at = self._client, self.due[index]
        self.phase[index] = LIVE
        self.live += len(index)
        ends = at + client.life_seconds - self._chosen(client.life_ahead, len(index))
        token_ends = self._token_since[index] + client.token_life_seconds
        token_ends -= self._chosen(client.token_ahead, len(index))
        self.due[index] = np.maximum(np.minimum(ends, token_ends), at)

    def _wait(self, index: Index) -> None:
        client, at = self._client, self.due[index]
        lasting = self._fruitless[index] >= client.lasts_after_attempts
        lasting &= at - self._since[index] >= client.lasts_after_seconds
        number = np.minimum(self._waited[index], len(self._waits) - 1)
        spans = np.where(lasting[:, None], self._lasting_waits[number], self._waits[number])
        self.due[index] = at + self._between(spans)
        self._waited[index] += 1

    def _between(self, spans: Floats) -> Floats:
        shortest, longest = spans.T
        waits: Floats = shortest + self._random.random(len(spans)) * (longest - shortest)
        return waits

    def _chosen(self, span: Span, count: int) -> Floats:
        return self._random.uniform(*span, count)

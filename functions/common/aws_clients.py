"""The process's AWS clients, and how long each may wait.

botocore alone waits 60 s for an answer and tries a throttled table ten times: longer than a
function lives. Then Lambda ends the function, and its caller gets neither the answer nor the error
that the contract promises. Here each attempt is bounded, and none begins that could not end, with
the pause after it, before the invocation does. So every sequence of calls ends in time.

Clients are botocore's, of one session. boto3 would make the same ones, and importing it costs more
than making one (docs/adr/0017).
"""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, NamedTuple

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError
from botocore.session import Session

from functions.common.botocore_session import session_for
from functions.common.invocation import seconds_left

MARGIN_SECONDS = 0.5
"""For what a function does after its last call: writing its answer."""
_THROTTLED = frozenset({
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException",
    "ThrottledException", "TooManyRequestsException",
})  # fmt: skip
_SERVER_ERROR = 500


class OutOfTimeError(BotoCoreError):  # type: ignore[misc]  # botocore has no types
    """The call was not made: it could have outlived the invocation. Nothing was sent."""

    fmt = "an attempt may take {needed} s and the invocation ends in {left} s"


class Patience(NamedTuple):
    """How long one call may take: each attempt's time-outs, and how many attempts."""

    connect_seconds: float = 1
    read_seconds: float = 2
    attempts: int = 3

    @property
    def longest_pause_seconds(self) -> float:
        """botocore pauses up to 1, 2, 4 … s after the attempts ("standard" retry mode)."""
        return 2.0 ** (self.attempts - 2) if self.attempts > 1 else 0

    @property
    def needed_seconds(self) -> float:
        """What must be left of the invocation when an attempt begins."""
        attempt = self.connect_seconds + self.read_seconds
        return attempt + self.longest_pause_seconds + MARGIN_SECONDS

    def config(self) -> Config:
        """botocore's settings."""
        return Config(
            connect_timeout=self.connect_seconds,
            read_timeout=self.read_seconds,
            retries={"mode": "standard", "total_max_attempts": self.attempts},
            # botocore builds its own text anew for each call: 0.2 of 1.2 ms of processor time.
            user_agent="realtime-notifier",
        )


PATIENCE = {
    # One attempt: functions.realtime.push.management_api has retries of its own.
    "apigatewaymanagementapi": Patience(attempts=1),
    "dynamodb": Patience(),
    "events": Patience(),
    "sqs": Patience(),
    # The orders table's stream starts every saga: a buyer need not wait for a second attempt.
    "stepfunctions": Patience(attempts=1),
}


class MadeOnce:
    """A function whose answers are kept, by its arguments. Threads that ask at once get the same.

    A session makes one client at a time, so all such functions share one lock.
    """

    _LOCK = RLock()

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._made: dict[tuple[object, ...], Any] = {}

    def __call__(self, *arguments: object) -> Any:
        with self._LOCK:
            if arguments not in self._made:
                self._made[arguments] = self._make(*arguments)
            return self._made[arguments]

    def cache_clear(self) -> None:
        """Forget what was made."""
        self._made.clear()


@MadeOnce
def session() -> Session:
    """The process's session. It reads what clients share once."""
    return session_for(PATIENCE)


@MadeOnce
def client(service: str) -> Any:
    """The process's client of a service in ``PATIENCE``, made at first use."""
    return new_client(service)


def new_client(service: str, endpoint_url: str | None = None, **settings: object) -> Any:
    """A client of a service in ``PATIENCE``, with more of botocore's settings."""
    config = PATIENCE[service].config().merge(Config(**settings))
    made = session().create_client(service, endpoint_url=endpoint_url, config=config)
    return bounded(made, service)


def bounded(made: Any, service: str) -> Any:
    """``made``, a client of the service, that begins no attempt which could end too late."""
    needed = PATIENCE[service].needed_seconds

    def check(**_: Any) -> None:
        left = seconds_left()
        if left < needed:
            raise OutOfTimeError(needed=needed, left=round(left, 1))

    made.meta.events.register("before-send", check)
    return made


def is_passing(error: Exception) -> bool:
    """Whether the same call may well succeed a moment later: no answer, throttled, a 5xx."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return error.response["Error"]["Code"] in _THROTTLED or status >= _SERVER_ERROR
    return isinstance(error, (OutOfTimeError, ConnectionError, HTTPClientError))

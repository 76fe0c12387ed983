"""The authorizer's function with its keys at hand, against the signature check alone."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from benchmarks.authorizer.handshake import CONTEXT, ENVIRONMENT, ORIGIN, Issuer, key_set
from benchmarks.bench import Bench
from benchmarks.results import Figure, at_most
from benchmarks.table import number
from benchmarks.turns import ROUNDS, call_by_call, compared
from functions.common.observability import logger
from functions.realtime import authorize_connection as door
from functions.realtime.protocol import handshake

TITLE = "Authorizer, warm"
ALGORITHMS = ("RS256", "ES256")
TIMES = 300
WHOLE, BARE, PYJWT = "the function", "the bare check", "PyJWT's decode alone"
BILLED_MICROSECONDS = 1000.0
LEAST = "signature and claims, each decoded"


def measure(_: Bench) -> Figure:
    """Both algorithms: the function, what it does within, and the bare check, in turns."""
    rows, parts = [], {}
    for algorithm in ALGORITHMS:
        issuer = Issuer(algorithm)
        with opened(issuer):
            steps = _steps(issuer)
            rounds = call_by_call([*steps.values()], TIMES)
        taken = dict(zip(steps, rounds, strict=True))
        rows += [
            compared(algorithm, taken[WHOLE], BARE, taken[BARE], "µs", at_most(1.5),
                     _note(taken)),
            compared(f"{algorithm}, against a library", taken[WHOLE], PYJWT, taken[PYJWT], "µs"),
            compared(f"{algorithm}, of what Lambda bills at least", taken[WHOLE],
                     "a millisecond", [BILLED_MICROSECONDS] * ROUNDS, "µs"),
        ]  # fmt: skip
        parts[algorithm] = {name: statistics.median(values) for name, values in taken.items()}
    return Figure("authorizer", TITLE, tuple(rows), {"microseconds": parts})


def _note(taken: Mapping[str, Sequence[float]]) -> str:
    """What part of the ratio no authorizer can do without."""
    least = statistics.median(a / b for a, b in zip(taken[LEAST], taken[BARE], strict=True))
    return (
        "the bare check with the token's parts decoded and its claims read, and nothing else "
        f"checked, is at {number(least)} x"
    )


@contextmanager
def opened(*issuers: Issuer) -> Iterator[None]:
    """The function in this process, whose issuer publishes these keys."""
    _forget()
    with (
        patch.dict(os.environ, ENVIRONMENT),
        patch.object(door, "fetch_key_set", lambda _: key_set(*issuers)),
    ):
        yield
    _forget()


def _forget() -> None:
    """The function reads its settings and its keys anew."""
    for read_once in (door._verifier, door._allowed_origins):
        read_once.cache_clear()


def _steps(issuer: Issuer) -> dict[str, Callable[[], object]]:
    """The function, and parts of it alone: what is left of the whole is the policy and the glue."""
    event = issuer.handshake()
    headers = event["headers"]
    verifier = door._verifier()
    empty = logger.inject_lambda_context(lambda _, __: None)
    return {
        WHOLE: lambda: door.handler(event, CONTEXT),
        BARE: issuer.bare_check(),
        LEAST: issuer.least_reading(),
        "all checks of the token": lambda: verifier.verify(issuer.token),
        "the headers": lambda: (
            handshake.token_of(headers), handshake.origin_allowed(headers, (ORIGIN,))
        ),
        "the logger's context": lambda: empty(event, CONTEXT),
        PYJWT: issuer.by_pyjwt(),
    }  # fmt: skip

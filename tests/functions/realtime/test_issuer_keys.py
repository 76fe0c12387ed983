"""Keys are cached, fetched in bounds, and kept while the issuer is down."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from contract.metrics import KEYS_UNAVAILABLE, REALTIME, SERVICE_DIMENSION
from functions.realtime.authorize_connection import (
    Unauthorized,
    authorize_connection,
    report_keys_unavailable,
)
from functions.realtime.protocol.issuer_keys import (
    COOLDOWN_SECONDS,
    FIRST_COOLDOWN_SECONDS,
    KEPT_SECONDS,
    LIFESPAN_SECONDS,
    IssuerKeys,
    KeysUnavailableError,
)
from functions.realtime.protocol.key_set import parse
from functions.realtime.protocol.public_key import MIN_RSA_BITS
from functions.realtime.protocol.tokens import TokenVerifier
from tests.support.key_sets import GOOD, PRIVATE, USELESS, WEAK
from tests.support.oidc_issuer import (
    AUDIENCE,
    ISSUER,
    ec_key,
    good_key_set,
    jwk,
    key_set,
    rsa_key,
    token,
)


@dataclass
class Issuer:
    """Answers what it is told, and counts."""

    answer: bytes | Exception = field(default_factory=good_key_set)
    fetches: int = 0
    reports: int = 0
    now: float = 1000.0

    def fetch(self) -> bytes:
        self.fetches += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def report(self) -> None:
        self.reports += 1

    def keys(self) -> IssuerKeys:
        return IssuerKeys(self.fetch, report=self.report, now=lambda: self.now)


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


def outcome(keys: IssuerKeys, bearer: str) -> str:
    """What becomes of a handshake with that token."""
    event = {"methodArn": "arn", "headers": {"Authorization": f"Bearer {bearer}"}}
    try:
        authorize_connection(event, TokenVerifier(ISSUER, AUDIENCE, keys), [])
    except Unauthorized:
        return "401"
    except KeysUnavailableError:
        return "500"
    return "open"


def test_keys_are_fetched_once_in_their_life(issuer: Issuer) -> None:
    keys = issuer.keys()

    for _ in range(3):
        assert outcome(keys, token()) == "open"
        issuer.now += LIFESPAN_SECONDS / 4
    assert issuer.fetches == 1
    issuer.now += LIFESPAN_SECONDS
    assert outcome(keys, token()) == "open"
    assert (issuer.fetches, issuer.reports) == (2, 0)


def test_an_unknown_key_fetches_the_keys_again_at_most_once_per_cooldown(issuer: Issuer) -> None:
    keys = issuer.keys()
    for _ in range(5):
        assert outcome(keys, token(kid="rotated")) == "401"
    assert issuer.fetches == 1

    issuer.now += COOLDOWN_SECONDS
    issuer.answer = key_set(jwk(rsa_key("good"), "rotated"))
    assert outcome(keys, token(kid="rotated")) == "open"
    assert outcome(keys, token()) == "401"  # withdrawn
    assert issuer.fetches == 2


def test_a_known_key_with_another_algorithm_fetches_nothing(issuer: Issuer) -> None:
    keys = issuer.keys()
    assert outcome(keys, token()) == "open"
    issuer.now += COOLDOWN_SECONDS

    assert outcome(keys, token(key=ec_key(), algorithm="ES256", kid="rsa-1")) == "401"
    assert issuer.fetches == 1


def test_keys_of_one_id_are_told_apart_by_their_algorithm(issuer: Issuer) -> None:
    issuer.answer = key_set(jwk(rsa_key("good"), "one"), jwk(ec_key(), "one"))
    keys = issuer.keys()

    assert outcome(keys, token(kid="one")) == "open"
    assert outcome(keys, token(key=ec_key(), algorithm="ES256", kid="one")) == "open"


FAILURES: dict[str, bytes | Exception] = {
    "no connection": OSError("refused"),
    "a defect": KeyError("x"),
    **USELESS,
}


@pytest.mark.parametrize("kind", FAILURES)
def test_while_no_key_is_known_a_handshake_is_our_fault_and_counted(
    issuer: Issuer, kind: str
) -> None:
    issuer.answer = FAILURES[kind]
    keys = issuer.keys()

    assert [outcome(keys, bearer) for bearer in (token(), token(kid="made up"))] == ["500"] * 2
    assert (issuer.fetches, issuer.reports) == (1, 2)
    assert outcome(keys, "garbage") == "401"

    issuer.now += FIRST_COOLDOWN_SECONDS
    issuer.answer = good_key_set()
    assert outcome(keys, token()) == "open"


@pytest.mark.parametrize("kind", FAILURES)
def test_known_keys_outlive_an_outage_and_each_failed_fetch_is_counted(
    issuer: Issuer, kind: str
) -> None:
    keys = issuer.keys()
    assert outcome(keys, token()) == "open"
    issuer.answer = FAILURES[kind]

    issuer.now += LIFESPAN_SECONDS
    for _ in range(5):
        assert outcome(keys, token()) == "open"
    assert (issuer.fetches, issuer.reports) == (2, 1)
    issuer.now += COOLDOWN_SECONDS
    assert outcome(keys, token()) == "open"
    assert (issuer.fetches, issuer.reports) == (3, 2)


@pytest.mark.parametrize("kind", FAILURES)
def test_a_new_key_of_an_issuer_that_is_down_is_our_fault_and_counted(
    issuer: Issuer, kind: str
) -> None:
    keys = issuer.keys()
    assert outcome(keys, token()) == "open"
    good, issuer.answer = issuer.answer, FAILURES[kind]
    issuer.now += COOLDOWN_SECONDS

    assert [outcome(keys, token(kid="new")) for _ in range(3)] == ["500"] * 3
    assert (issuer.fetches, issuer.reports) == (2, 3)
    assert outcome(keys, token()) == "open"
    assert outcome(keys, token(key=ec_key(), algorithm="ES256", kid="rsa-1")) == "401"

    issuer.now += COOLDOWN_SECONDS
    issuer.answer = good
    assert [outcome(keys, token(kid="new")) for _ in range(3)] == ["401"] * 3
    assert (issuer.fetches, issuer.reports) == (3, 3)


def test_keys_are_not_kept_for_ever(issuer: Issuer) -> None:
    keys = issuer.keys()
    assert outcome(keys, token()) == "open"
    issuer.answer = OSError("down")

    issuer.now += KEPT_SECONDS - 1
    assert outcome(keys, token()) == "open"
    issuer.now += 1
    assert outcome(keys, token()) == "500"
    issuer.now += COOLDOWN_SECONDS
    issuer.answer = good_key_set()
    assert outcome(keys, token()) == "open"


def test_good_keys_count_among_others_that_are_useless(issuer: Issuer) -> None:
    encryption = jwk(rsa_key("good"), "enc", use="enc")
    issuer.answer = key_set("x", WEAK, encryption, PRIVATE, {**GOOD, "n": 7, "kid": "bad"}, GOOD)
    keys = issuer.keys()

    assert outcome(keys, token()) == "open"
    for kid in ("weak", "enc", "private", "bad"):
        assert outcome(keys, token(kid=kid)) == "401"
    assert outcome(keys, token(key=rsa_key("weak", 1024), kid="weak")) == "401"


def test_a_log_says_why_a_key_is_passed_over_and_quotes_none_of_it() -> None:
    passed_over = parse(key_set(WEAK, GOOD)).passed_over

    assert passed_over == (f"keys[0]: 1024 bits, must be {MIN_RSA_BITS} or more",)


@pytest.fixture
def emitting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "RealtimeCheckout")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", REALTIME)


@pytest.mark.usefixtures("emitting")
def test_the_alarm_counts_a_metric_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    report_keys_unavailable()

    emitted: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert emitted[KEYS_UNAVAILABLE] == [1.0]
    assert emitted[SERVICE_DIMENSION] == REALTIME

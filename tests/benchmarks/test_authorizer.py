"""The authorizer's figure measures handshakes that are let in, and checks that check."""

from __future__ import annotations

from unittest.mock import patch

import jwt
import pytest
from cryptography.exceptions import InvalidSignature

from benchmarks.authorizer.handshake import CONTEXT, Issuer
from benchmarks.figures import authorizer
from benchmarks.plots import authorizer as plot
from functions.common.invocation import seconds_left
from functions.realtime import authorize_connection as door
from functions.realtime.protocol import public_key


@pytest.mark.parametrize("algorithm", authorizer.ALGORITHMS)
def test_the_function_lets_the_handshake_in(algorithm: str) -> None:
    issuer = Issuer(algorithm)
    with authorizer.opened(issuer):
        answer = door.handler(issuer.handshake(), CONTEXT)
    assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert seconds_left() > 3600, "later figures call AWS's clients in this process"


@pytest.mark.parametrize("algorithm", authorizer.ALGORITHMS)
def test_a_key_is_read_once_for_all_handshakes(algorithm: str) -> None:
    issuer = Issuer(algorithm)
    with (
        authorizer.opened(issuer),
        patch.object(public_key, "read", side_effect=public_key.read) as read,
    ):
        for _ in range(3):
            door.handler(issuer.handshake(), CONTEXT)
    assert read.call_count == 1


@pytest.mark.parametrize("algorithm", authorizer.ALGORITHMS)
def test_the_peers_refuse_a_token_that_another_key_signed(algorithm: str) -> None:
    issuer, stranger = Issuer(algorithm), Issuer(algorithm)
    for check in (issuer.bare_check, issuer.by_pyjwt, issuer.least_reading):
        check()()
    issuer.token = stranger.token
    for check in (issuer.bare_check, issuer.by_pyjwt, issuer.least_reading):
        with pytest.raises((InvalidSignature, jwt.InvalidSignatureError, AssertionError)):
            check()()


def test_the_figure_has_both_algorithms_and_a_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authorizer, "TIMES", 1)
    figure = authorizer.measure(None)  # type: ignore[arg-type]  # it needs no stage
    assert [row.measure for row in figure.rows if row.goal and row.goal.limit == 1.5] == [
        "RS256", "ES256",
    ]  # fmt: skip
    assert len(plot.draw(figure).axes) == 2

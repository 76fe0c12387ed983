"""A second opinion: whatever our verifier lets in, PyJWT lets in too, and reads the same claims."""

from __future__ import annotations

import json
import string
import time
from typing import Any

import jwt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.realtime.protocol.issuer_keys import IssuerKeys
from functions.realtime.protocol.tokens import (
    CLOCK_SKEW_SECONDS,
    InvalidTokenError,
    TokenVerifier,
)
from tests.functions.realtime.test_forged_tokens import BAD_TOKENS, JSON, RSA
from tests.support.oidc_issuer import (
    AUDIENCE,
    ISSUER,
    claims,
    ec_key,
    good_key_set,
    rsa_key,
    signed,
    token,
)

KEYS = {key["kid"]: jwt.PyJWK(key) for key in json.loads(good_key_set())["keys"]}
LATER = (
    int(time.time()) + 86_400
)  # they are made when the tests are collected, long before some run
GOOD = (
    token(exp=LATER),
    token(exp=LATER, key=ec_key(), algorithm="ES256", kid="ec-1"),
    token(exp=LATER, aud=[AUDIENCE, "other"], iat=1, nbf=2.5, jti="j"),
)


def ours(bearer: str) -> dict[str, Any] | None:
    """The claims as the authorizer reads them; ``None`` for a token that it refuses."""
    try:
        return TokenVerifier(ISSUER, AUDIENCE, IssuerKeys(good_key_set)).verify(bearer)
    except InvalidTokenError:
        return None


def theirs(bearer: str) -> dict[str, Any] | None:
    """The same by PyJWT alone, told to check everything that it can."""
    try:
        key = KEYS[jwt.get_unverified_header(bearer)["kid"]]
        claims: dict[str, Any] = jwt.decode(
            bearer,
            key,
            algorithms=["RS256", "ES256"],
            issuer=ISSUER,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": ["exp", "iss", "sub"], "verify_aud": False},
        )
    except Exception:
        return None
    return claims


def let_in_by_both_or_by_pyjwt_alone(bearer: str) -> bool:
    read = ours(bearer)
    return read is None or read == theirs(bearer)


@pytest.mark.parametrize("bearer", GOOD, ids=range(len(GOOD)))
def test_both_let_good_tokens_in(bearer: str) -> None:
    assert ours(bearer) == theirs(bearer) is not None


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_no_bad_token_has_claims_here(kind: str) -> None:
    bearer = BAD_TOKENS[kind]()
    assert bearer is None or ours(bearer) is None


@given(
    st.sampled_from(GOOD),
    st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(string.printable)), max_size=3),
)
def test_a_good_token_with_other_characters(bearer: str, changes: list[tuple[int, str]]) -> None:
    for place, character in changes:
        at = place % len(bearer)
        bearer = bearer[:at] + character + bearer[at + 1 :]
    assert let_in_by_both_or_by_pyjwt_alone(bearer)


@given(st.dictionaries(st.sampled_from(["crit", "b64", "typ", "cty", "jwk", "x5c"]), JSON))
@example({"b64": False, "crit": ["b64"]})
@example({"b64": True, "crit": ["b64"]})
def test_any_further_member_of_the_head(more: dict[str, Any]) -> None:
    assert let_in_by_both_or_by_pyjwt_alone(signed({**RSA, **more}, claims()))


@given(
    st.dictionaries(
        st.sampled_from(["exp", "iat", "nbf", "iss", "sub", "jti"]),
        JSON | st.integers(0, 2**33) | st.integers().map(str) | st.just(ISSUER),
    )
)
def test_any_claims_under_a_good_signature(changed: dict[str, Any]) -> None:
    assert let_in_by_both_or_by_pyjwt_alone(signed(RSA, claims() | changed, rsa_key("good")))

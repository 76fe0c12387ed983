"""Whatever a stranger sends as a token ends in 401. None of it is an error of ours."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.realtime.authorize_connection import Unauthorized, authorize_connection
from functions.realtime.protocol.issuer_keys import IssuerKeys
from functions.realtime.protocol.tokens import TokenVerifier
from tests.support.oidc_issuer import (
    AUDIENCE,
    ISSUER,
    claims,
    ec_key,
    good_key_set,
    part,
    rsa_key,
    signed,
    token,
)

RSA = {"alg": "RS256", "kid": "rsa-1"}


def unauthorized(bearer: str | None) -> bool:
    verifier = TokenVerifier(ISSUER, AUDIENCE, IssuerKeys(good_key_set))
    offered = "realtime.v1" if bearer is None else f"realtime.v1, bearer.{bearer}"
    event = {"methodArn": "arn", "headers": {"Sec-WebSocket-Protocol": offered}}
    try:
        authorize_connection(event, verifier, ["https://shop.example.com"])
    except Unauthorized as refused:
        return str(refused) == "Unauthorized"
    return False


def as_claims(**changed: Any) -> Callable[[], str]:
    """A token with a good signature over such claims."""
    return lambda: signed(RSA, claims(**changed))


def as_head(head: Any) -> Callable[[], str]:
    """A token with a good signature under such a head."""
    return lambda: signed(head, claims())


def respelled(number: int, change: Callable[[str], str]) -> str:
    """A good token with one of its three parts written in another way."""
    parts = signed(RSA, claims()).split(".")
    parts[number] = change(parts[number])
    return ".".join(parts)


def with_spare_bits(text: str) -> str:
    """The same bytes: 256 of them leave the last character two bits that mean nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + alphabet[alphabet.index(text[-1]) + 1]


BAD_TOKENS: dict[str, Callable[[], str | None]] = {
    "expired": lambda: token(exp=int(time.time()) - 100),
    "without an expiry": lambda: token(exp=None),
    "of another issuer": lambda: token(iss="https://evil.example.com"),
    "for another audience": lambda: token(aud="other"),
    "without an audience": lambda: token(aud=None),
    "without a subject": lambda: token(sub=None),
    "signed by a stranger": lambda: token(key=rsa_key("stranger")),
    "of an unknown key": lambda: token(kid="rsa-2"),
    "signed with a shared secret": lambda: token(key="s" * 32, algorithm="HS256"),
    "unsigned": lambda: f"{part({'alg': 'none', 'kid': 'rsa-1'})}.{part(claims())}.",
    "garbage": lambda: "garbage",
    "absent": lambda: None,
    # The head
    "an elliptic algorithm for an RSA key": lambda: token(
        key=ec_key(), algorithm="ES256", kid="rsa-1"
    ),
    "an RSA algorithm for an elliptic key": lambda: token(kid="ec-1"),
    "an elliptic signature of the wrong length": as_head({"alg": "ES256", "kid": "ec-1"}),
    "another RSA algorithm": lambda: token(algorithm="PS256"),
    "an algorithm that is a list": as_head({"alg": ["RS256"], "kid": "rsa-1"}),
    "no algorithm": as_head({"kid": "rsa-1"}),
    "no key id": as_head({"alg": "RS256"}),
    "a key id that is a number": as_head({"alg": "RS256", "kid": 1}),
    "a key id that is an object": as_head({"alg": "RS256", "kid": {"rsa-1": 1}}),
    "a key id that is the word for none": as_head({"alg": "RS256", "kid": "None"}),
    "an unknown critical extension": as_head({**RSA, "crit": ["exp"], "exp": 1}),
    "critical extensions of no shape": as_head({**RSA, "crit": {"b64": 1}}),
    "a payload that is not encoded": as_head({**RSA, "b64": False, "crit": ["b64"]}),
    "a head that is a list": as_head([RSA]),
    "a head that is no JSON": as_head(b"{"),
    "a head that nests deeply": as_head(b"[" * 5000),
    "a head with a number of 5,000 digits": as_head(b'{"alg":' + b"1" * 5000 + b"}"),
    "a head that is no UTF-8": as_head(b"\xff\xfe\xfd"),
    "a head of 100 KB": as_head({**RSA, "kid": "k" * 100_000}),
    # The payload
    "claims that are a list": lambda: signed(RSA, [claims()]),
    "claims that are no JSON": lambda: signed(RSA, b"{"),
    "claims that nest deeply": lambda: signed(RSA, b'{"a":' * 5000),
    "claims with a number of 5,000 digits": lambda: signed(RSA, b'{"exp":' + b"1" * 5000 + b"}"),
    "an expiry of 1e40": as_claims(exp=1e40),
    "an expiry of 400 digits": as_claims(exp=10**400),
    "an expiry after the year 9999": as_claims(exp=253_402_300_800),
    "an expiry that is not a number": as_claims(exp=float("nan")),
    "an expiry without end": as_claims(exp=float("inf")),
    "an expiry that is true": as_claims(exp=True),
    "an expiry that is a word": as_claims(exp="never"),
    "an expiry that is a list": as_claims(exp=[9_999_999_999]),
    "an issue time of 1e40": as_claims(iat=1e40),
    "an issue time that is an object": as_claims(iat={}),
    "a start that is not a number": as_claims(nbf=float("nan")),
    "an issuer that is a list": as_claims(iss=[ISSUER]),
    "an audience that is an object": as_claims(aud={AUDIENCE: 1}),
    "audiences of no shape": as_claims(aud=[{}, None]),
    "an ID token": as_claims(token_use="id"),
    "a token of no stated use": as_claims(token_use=""),
    "a use that is a list": as_claims(token_use=["access"]),
    "a subject that is a number": as_claims(sub=7),
    "an empty subject": as_claims(sub=""),
    "a subject of 257 characters": as_claims(sub="a" * 257),
    "a subject with a line break": as_claims(sub="ada\n"),
    "a subject with an invisible character": as_claims(sub="ada\u200b"),
    "a subject with a lone surrogate": as_claims(sub="ada\ud800"),
    "a token id that is a number": as_claims(jti=7),
    "claims in UTF-16": lambda: signed(RSA, json.dumps(claims()).encode("utf-16")),
    # The text
    "a head with padding": lambda: respelled(0, lambda text: text + "="),
    "claims in the other alphabet": lambda: respelled(1, lambda text: "+" + text[1:]),
    "a signature in a second spelling": lambda: respelled(2, with_spare_bits),
    "a signature with a space": lambda: respelled(2, lambda text: text[:9] + " " + text[9:]),
    "four parts": lambda: f"{signed(RSA, claims())}.",
    "a lone surrogate": lambda: "\ud800.\ud800.\ud800",
    "only dots": lambda: "...",
    "padding": lambda: "====.====.====",
    "100 KB of nothing": lambda: "a" * 100_000,
}


@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_is_unauthorized(kind: str) -> None:
    assert unauthorized(BAD_TOKENS[kind]())


def test_what_makes_these_tokens_makes_good_ones_too() -> None:
    assert not unauthorized(signed(RSA, claims()))


TEXT = st.text(max_size=20)  # seven documents of longer texts were too much for Hypothesis, once
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(st.text(st.characters(categories=None)) | st.text("abcAZ019-_=., {}"))
def test_any_text_is_unauthorized(text: str) -> None:
    assert unauthorized(text)


@given(
    st.fixed_dictionaries({"alg": st.sampled_from(["RS256", "ES256"]) | JSON},
                          optional={"kid": st.sampled_from(["rsa-1", "ec-1"]) | JSON,
                                    "crit": JSON, "b64": JSON, "typ": JSON, "jwk": JSON}),
    JSON,
)  # fmt: skip
def test_any_head_over_claims_that_are_not_ours_is_unauthorized(
    head: dict[str, Any], payload: Any
) -> None:
    assert unauthorized(signed(head, payload))


@given(st.sampled_from(["exp", "iat", "nbf", "iss", "aud", "sub", "token_use", "jti"]), JSON)
def test_any_signed_claim_ends_in_an_answer(name: str, value: Any) -> None:
    unauthorized(signed(RSA, claims() | {name: value}))

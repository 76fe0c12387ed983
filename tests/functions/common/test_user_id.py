"""One rule for a user's id, at every door."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.checkout.http.problems import ProblemError, caller_of
from functions.common.token_claims import refusal_of
from functions.common.unix_time import LATEST_SECONDS, unix_seconds
from functions.common.user_id import is_user_id
from functions.realtime.protocol.cloudevents import InvalidEventError
from functions.realtime.protocol.identity import InvalidUserError, user_of
from functions.realtime.protocol.push_request import parse

BAD_IDS: dict[str, Any] = {
    "absent": None,
    "empty": "",
    "too long": "a" * 257,
    "a control character": "ada\n",
    "a null byte": "a\x00da",
    "an invisible character": "ada\u200b",
    "a change of direction": "ada\u202e",
    "another space": "ada\u00a0",
    "a lone surrogate": "ada\ud800",
    "a number": 7,
    "a list": ["ada"],
}
ANYTHING = st.text(st.characters(categories=None) | st.sampled_from("a\x00\ud800\u200b"))


def http_event(**claims: Any) -> dict[str, Any]:
    return {"requestContext": {"authorizer": {"jwt": {"claims": claims}}}}


def socket_event(user_id: Any) -> dict[str, Any]:
    return {"requestContext": {"identity": {}, "authorizer": {"userId": user_id}}}


def let_in(door: Any, *arguments: Any, **named: Any) -> bool:
    try:
        door(*arguments, **named)
    except (InvalidUserError, InvalidEventError):
        return False
    except ProblemError as problem:
        return (problem.status, problem.code) != (401, "unauthenticated")
    return True


@pytest.mark.parametrize("kind", BAD_IDS)
def test_an_id_that_breaks_the_rule_passes_no_door(kind: str) -> None:
    bad = BAD_IDS[kind]

    assert not is_user_id(bad)
    assert refusal_of({"sub": bad})
    assert not let_in(caller_of, http_event(sub=bad))
    assert not let_in(parse, {"operation": "disconnect", "userId": bad})
    if isinstance(bad, str):  # API Gateway makes a text of whatever an authorizer's context holds
        assert not let_in(user_of, socket_event(bad))


@pytest.mark.parametrize("good", ["a", "a" * 256, "auth0|5f7c", "Jos\u00e9 \u6f22", "\U0001f600"])
def test_an_id_that_keeps_the_rule_passes_every_door(good: str) -> None:
    assert caller_of(http_event(sub=good)) == good
    assert user_of(socket_event(good)) == good
    assert let_in(parse, {"operation": "disconnect", "userId": good})


@given(ANYTHING)
def test_all_doors_agree_on_any_text_and_what_they_let_in_can_be_written(text: str) -> None:
    doors = {
        is_user_id(text),
        refusal_of({"sub": text}) is None,
        let_in(caller_of, http_event(sub=text)),
        let_in(user_of, socket_event(text)),
        let_in(parse, {"operation": "disconnect", "userId": text}),
    }

    assert len(doors) == 1
    if doors == {True}:
        assert 1 <= len(text.encode()) <= 2048


@pytest.mark.parametrize("use", ["id", "refresh", "", None, ["access"]])
def test_a_token_that_is_for_another_use_is_refused_at_the_http_api_too(use: Any) -> None:
    assert not let_in(caller_of, http_event(sub="ada", token_use=use))
    assert let_in(caller_of, http_event(sub="ada", token_use="access"))


@pytest.mark.parametrize("end", ["1e40", "1" * 400, "nan", "inf", "-1", "soon", "", 1e40, 10**400])
def test_an_expiry_that_is_no_point_in_time_is_refused_at_the_http_api_too(end: Any) -> None:
    assert not let_in(caller_of, http_event(sub="ada", exp=end))


@pytest.mark.parametrize("end", ["1786000000", "1.786e+09", 1786000000, 1786000000.5])
def test_an_expiry_as_api_gateway_may_write_it_is_taken(end: Any) -> None:
    assert unix_seconds(end) == 1786000000
    assert let_in(caller_of, http_event(sub="ada", exp=end))


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none()))
def test_seconds_are_none_or_fit_a_database(value: Any) -> None:
    seconds = unix_seconds(value)

    assert seconds is None or 0 <= seconds <= LATEST_SECONDS


@pytest.mark.parametrize("authorizer", ["ada", None, [], {"jwt": []}, {"jwt": {"claims": "ada"}}])
def test_claims_of_another_shape_are_no_caller(authorizer: Any) -> None:
    assert not let_in(caller_of, {"requestContext": {"authorizer": authorizer}})

"""Brings the emulator's user pools to AWS's side, where they let in whom Cognito refuses.

- ``SignUp`` at a pool whose administrators create the users.
- A new password for a user whose temporary one was never shown: the emulator looks at no session.
  It also takes a password that breaks the pool's policy.
- A changed e-mail address that must be verified first. The emulator knows no VerifyUserAttribute,
  so on a local stage the old address stays.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import cognito as emulated

NEW_PASSWORD_REQUIRED = "NEW_PASSWORD_REQUIRED"
SESSION_SECONDS = 180
"""An app client's AuthSessionValidity, by default."""

Request = dict[str, Any]


@dataclass(frozen=True)
class Session:
    """A sign-in that waits for its user's new password."""

    client_id: str
    username: str
    ends: float


_sessions: dict[str, Session] = {}
_sign_up = emulated._sign_up
_password_auth_result = emulated._password_auth_result
_respond = emulated._respond_to_auth_challenge
_update_attributes = emulated._update_user_attributes


def keep_strangers_out() -> None:
    """Make the emulator refuse what Cognito refuses."""
    emulated._sign_up = sign_up
    emulated._password_auth_result = password_auth_result
    emulated._respond_to_auth_challenge = respond_to_auth_challenge
    emulated._update_user_attributes = update_user_attributes


def sign_up(request: Request) -> Any:
    """Refused unless the pool is open."""
    pool, _ = emulated._pool_for_client(request.get("ClientId"))
    if ((pool or {}).get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
        return error_response_json(
            "NotAuthorizedException", "SignUp is not permitted for this user pool", 400
        )
    return _sign_up(request)


def password_auth_result(pool: Any, pool_id: str, client_id: str, user: Any, *rest: Any,
                         **named: Any) -> Any:  # fmt: skip
    """The emulator's answer to a right password; a session in it is remembered."""
    answer = _password_auth_result(pool, pool_id, client_id, user, *rest, **named)
    described = json.loads(answer[2])
    if described.get("ChallengeName") == NEW_PASSWORD_REQUIRED:
        ends = time.monotonic() + SESSION_SECONDS
        _sessions[described["Session"]] = Session(client_id, user["Username"], ends)
    return answer


def respond_to_auth_challenge(request: Request) -> Any:
    """A new password needs its sign-in's session, and must keep the pool's policy."""
    if request.get("ChallengeName") != NEW_PASSWORD_REQUIRED:
        return _respond(request)
    answers = request.get("ChallengeResponses") or {}
    session = _sessions.get(request.get("Session") or "")
    pool, _ = emulated._pool_for_client(request.get("ClientId"))
    user = emulated._resolve_user(pool, answers.get("USERNAME"))[0] if pool else None
    wanted = (request.get("ClientId"), (user or {}).get("Username"))
    if not session or (session.client_id, session.username) != wanted:
        return error_response_json("NotAuthorizedException", "Invalid session for the user.", 400)
    if session.ends < time.monotonic():
        return error_response_json(
            "NotAuthorizedException", "Invalid session for the user, session is expired.", 400
        )
    if not answers.get("NEW_PASSWORD"):
        return error_response_json(
            "InvalidParameterException", "Missing required parameter NEW_PASSWORD", 400
        )
    if refused := emulated._validate_password(pool, answers["NEW_PASSWORD"]):
        return refused
    answer = _respond(request)
    if answer[0] == 200:
        del _sessions[request["Session"]]
    return answer


def update_user_attributes(request: Request) -> Any:
    """An attribute that must be verified before it changes stays as it is."""
    _, pool = emulated._user_pool_for_access_token(request.get("AccessToken", ""))
    settings = (pool or {}).get("UserAttributeUpdateSettings") or {}
    waiting = settings.get("AttributesRequireVerificationBeforeUpdate") or []
    asked = request.get("UserAttributes") or []
    kept_back = [one for one in asked if one.get("Name") in waiting]
    answer = _update_attributes(
        {**request, "UserAttributes": [one for one in asked if one not in kept_back]}
    )
    if answer[0] != 200 or not kept_back:
        return answer
    deliveries = [
        {"AttributeName": one["Name"], "DeliveryMedium": "EMAIL",
         "Destination": emulated._masked_destination(one["Value"])}
        for one in kept_back
    ]  # fmt: skip
    return json_response({"CodeDeliveryDetailsList": deliveries})

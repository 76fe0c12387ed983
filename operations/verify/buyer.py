"""The marked buyer: signs in at the stage's user pool, or comes with a token, and orders."""

from __future__ import annotations

import json
import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from contract.orders import VERIFICATION_PREFIX
from operations.deployed_stage import SettingsError
from operations.progress import progress
from operations.token_claims import claims_of
from operations.verify.report import VerificationError
from operations.verify.stage import StageToVerify

HTTP_SECONDS = 30
"""API Gateway gives an integration 29 s or less."""
MOST_WAITED_SECONDS = 61
"""The rest of a minute, rounded up, as start_checkout gives it in Retry-After."""
TOO_MANY = 429
FLOWS = ("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH")
"""Ways to sign in with a password that need no other library; the first is the shop page's."""
LIKE_A_TOKEN = re.compile(r"\beyJ")
"""A JWT begins with the Base64 of ``{"``."""
CAUSES = {
    401: "likely cause: API Gateway's JWT authorizer does not take the token: its issuer, its "
    "audience, or the issuer's published keys",
    403: "likely cause: a firewall, or a permission between API Gateway and start_checkout",
    404: "likely cause: http_url is not this stage's any more; write the outputs again",
    422: "likely cause: the products table of the outputs is not the one that the functions read",
    429: "likely cause: a quota. too-many-checkouts in the answer: the stage's checkoutsPerMinute, "
    "which others use up with the same TOKEN. Otherwise the account's rate of API Gateway, or "
    "Lambda's concurrency",
    500: "likely cause: start_checkout fails; its log says why",
    503: "likely cause: start_checkout cannot reach a table, or Lambda refuses it; look at its log",
}  # fmt: skip
"""Status of a refused order -> what it means here."""


@dataclass(frozen=True)
class Buyer:
    """Somebody who is signed in."""

    token: str
    user_id: str
    """The token's ``sub``, by which the stage knows the buyer."""
    is_marked: bool
    """True when the buyer was made for this run, so that all that is held of it may go."""


def name_of(run: str) -> str:
    """The user name of the run's buyer. Nobody has an address at example.com (RFC 2606)."""
    return f"{VERIFICATION_PREFIX}{run}@example.com"


def read_token(file: Path) -> Buyer:
    """The buyer whose access token is in the file. Raises ``SettingsError``."""
    try:
        token = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        if LIKE_A_TOKEN.search(str(file)):  # must not be printed; the error repeats it
            raise SettingsError("TOKEN is the name of a file that holds the token") from None
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(f"TOKEN={file} cannot be read: {why}") from error
    claims = claims_of(token)
    if not claims.get("sub"):
        raise SettingsError(
            f"TOKEN={file} must hold a JWT with a sub, as the stage's issuer gives to a page, and "
            "nothing else"
        )
    expires = claims.get("exp")
    if isinstance(expires, (int, float)) and expires <= time.time():
        raise SettingsError(f"the token in TOKEN={file} has expired; write a new one to the file")
    return Buyer(token, str(claims["sub"]), is_marked=False)


def make_buyer(stage: StageToVerify, run: str) -> Buyer:
    """Make the run's buyer in the stage's pool and sign it in. Sends no mail."""
    users = stage.client("cognito-idp")
    name, password = name_of(run), f"Aa1-{secrets.token_urlsafe(24)}"
    user = {"UserPoolId": stage.user_pool_id, "Username": name}
    users.admin_create_user(
        **user,
        MessageAction="SUPPRESS",
        UserAttributes=[
            {"Name": "email", "Value": name},
            {"Name": "email_verified", "Value": "true"},
        ],
    )
    users.admin_set_user_password(**user, Password=password, Permanent=True)
    token = _sign_in(stage, users, name, password)
    return Buyer(token, str(claims_of(token)["sub"]), is_marked=True)


def order(
    stage: StageToVerify,
    buyer: Buyer,
    product_id: str,
    pause: Callable[[float], None] = time.sleep,
) -> str:
    """``POST /checkout`` for one unit; the order's id. ``VerificationError`` unless it is taken.

    A stage may allow one order a minute (``checkoutsPerMinute``), so a refusal that names the
    rest of the minute is waited for, once.
    """
    try:
        return _post(stage, buyer, product_id)
    except TooManyError as refused:
        if not 0 < refused.seconds <= MOST_WAITED_SECONDS:
            raise
        progress.say(f"  {refused}: this waits {refused.seconds} s (checkoutsPerMinute)")
        pause(refused.seconds)
    return _post(stage, buyer, product_id)


class TooManyError(VerificationError):
    """A 429. ``seconds``: what its Retry-After asks for; 0 without one."""

    def __init__(self, saw: str, causes: Sequence[str], retry_after: str) -> None:
        super().__init__(saw, causes)
        self.seconds = int(retry_after) if retry_after.isdecimal() else 0  # a proxy's may be a date


def _post(stage: StageToVerify, buyer: Buyer, product_id: str) -> str:
    body = {"lines": [{"productId": product_id, "quantity": 1}], "paymentToken": "tok_ok"}
    headers = {
        "Authorization": f"Bearer {buyer.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": product_id,  # the run is in it: a key of its own
    }
    url = f"{stage.http_url}/checkout"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - https
    try:
        with _opener(stage).open(request, timeout=HTTP_SECONDS) as answer:
            return str(json.loads(answer.read())["orderId"])
    except urllib.error.HTTPError as refused:
        said = refused.read().decode(errors="replace")[:300]
        cause = CAUSES.get(refused.code, "likely cause: a proxy between here and the stage")
        saw = f"POST {url} answered {refused.code}: {said}"
        if refused.code == TOO_MANY:
            raise TooManyError(saw, [cause], refused.headers.get("Retry-After", "")) from None
        raise VerificationError(saw, [cause]) from None
    except (OSError, ValueError, KeyError) as failed:
        raise VerificationError(
            f"POST {url} gave no usable answer: {failed}",
            ["likely cause: the network, a proxy, or a domain name that does not lead to the API"],
        ) from failed


def _sign_in(stage: StageToVerify, users: Any, name: str, password: str) -> str:
    """An access token, by the first way of ``FLOWS`` that the pool's client allows."""
    client = {"UserPoolId": stage.user_pool_id, "ClientId": stage.user_pool_client_id}
    described = users.describe_user_pool_client(**client)["UserPoolClient"]
    allowed = {flow.removeprefix("ALLOW_") for flow in described.get("ExplicitAuthFlows", [])}
    flow = next((flow for flow in FLOWS if flow in allowed), None)
    if flow is None:
        raise VerificationError(
            f"the client {stage.user_pool_client_id} allows {', '.join(sorted(allowed)) or 'no'} "
            f"flows, and this command speaks {' and '.join(FLOWS)}",
            ["give a token of a buyer of your own: TOKEN=<file>"],
        )
    asked = {"AuthFlow": flow, "AuthParameters": {"USERNAME": name, "PASSWORD": password}}
    try:
        if flow == FLOWS[0]:
            answer = users.initiate_auth(ClientId=client["ClientId"], **asked)
        else:
            answer = users.admin_initiate_auth(**client, **asked)
    except ClientError as refused:
        raise VerificationError(
            f"the pool refused the sign-in: {refused}",
            ["likely cause: a trigger of the pool, or multi-factor sign-in: give TOKEN=<file>"],
        ) from refused
    result = answer.get("AuthenticationResult")
    if result is None:
        raise VerificationError(
            f"the pool asks for more than a password: {answer.get('ChallengeName')}",
            ["give a token of a buyer of your own: TOKEN=<file>"],
        )
    return str(result["AccessToken"])


def _opener(stage: StageToVerify) -> urllib.request.OpenerDirector:
    """On AWS with the operator's proxies. No proxy may stand between here and a local stage."""
    if stage.emulator_url:
        return urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener()

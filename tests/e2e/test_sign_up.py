"""How a buyer gets in: by an administrator, with a password of their own. Strangers do not."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from local.local_stage import LocalStage
from local.seed import NEWCOMER, seed_newcomer
from local.trials.buyer import Answer, Buyer

pytestmark = pytest.mark.xdist_group("stage")

CHOSEN = "Chosen-by-the-buyer-1"
# Not the demo buyer: others on this stage may want a newcomer who has not been there yet.
EMAIL = "another-newcomer@example.com"


def ask(stage: LocalStage, action: str, body: dict[str, Any]) -> Answer:
    """Cognito's answer to a page, which has no AWS credentials."""
    request = urllib.request.Request(
        f"{stage.outputs['emulator_url']}/",
        json.dumps({"ClientId": stage.outputs["user_pool_client_id"], **body}).encode(),
        {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}",
        },
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=30) as answer:
            return Answer(answer.status, json.loads(answer.read()))
    except urllib.error.HTTPError as error:
        return Answer(error.code, json.loads(error.read()))


def sign_in(stage: LocalStage, password: str) -> Answer:
    parameters = {"USERNAME": EMAIL, "PASSWORD": password}
    body = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    return ask(stage, "InitiateAuth", body)


def test_a_stranger_cannot_sign_up(stage: LocalStage) -> None:
    answer = ask(stage, "SignUp", {"Username": "s@example.com", "Password": "Stranger-12345"})

    assert answer.status == 400
    assert answer.body["__type"].endswith("NotAuthorizedException")
    assert answer.body["message"] == "SignUp is not permitted for this user pool"


def test_one_demo_buyer_has_a_temporary_password_and_comes_last(stage: LocalStage) -> None:
    buyers = stage.outputs["demo_buyers"]

    assert [buyer["email"] for buyer in buyers if buyer.get("temporary")] == [NEWCOMER]
    assert buyers[-1]["email"] == NEWCOMER


@pytest.mark.parametrize("session", ["", "made up", "s" * 44])
def test_nobody_takes_over_a_buyer_who_was_not_there_yet(stage: LocalStage, session: str) -> None:
    body = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": session,
            "ChallengeResponses": {"USERNAME": NEWCOMER, "NEW_PASSWORD": CHOSEN}}  # fmt: skip
    answer = ask(stage, "RespondToAuthChallenge", body)

    assert answer.body["__type"].endswith("NotAuthorizedException")


def test_a_buyer_made_by_an_administrator_chooses_a_password_and_shops(stage: LocalStage) -> None:
    newcomer = seed_newcomer(stage.client, stage.outputs, EMAIL)
    challenged = sign_in(stage, str(newcomer["password"]))
    assert challenged.body["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert "AuthenticationResult" not in challenged.body

    def choose(password: str) -> Answer:
        body = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": challenged.body["Session"],
                "ChallengeResponses": {"USERNAME": EMAIL, "NEW_PASSWORD": password}}  # fmt: skip
        return ask(stage, "RespondToAuthChallenge", body)

    assert choose("short").body["__type"].endswith("InvalidPasswordException")
    signed_in = choose(CHOSEN)

    buyer = Buyer(stage.outputs, {"email": EMAIL, "password": CHOSEN})
    buyer.token = signed_in.body["AuthenticationResult"]["AccessToken"]
    buyer.open_page().close()
    assert buyer.check_out("mug-02", "newcomers-first-order").status == 202
    assert Buyer(stage.outputs, {"email": EMAIL, "password": CHOSEN}).sign_in().token
    assert sign_in(stage, str(newcomer["password"])).status == 400


def test_an_id_token_opens_neither_door(stage: LocalStage) -> None:
    ada = stage.outputs["demo_buyers"][0]
    parameters = {"USERNAME": ada["email"], "PASSWORD": ada["password"]}
    body = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    signed_in = ask(stage, "InitiateAuth", body)
    buyer = Buyer(stage.outputs, ada)
    buyer.token = signed_in.body["AuthenticationResult"]["IdToken"]

    refused = buyer.check_out("mug-02", "with-an-id-token")
    assert (refused.status, refused.body["code"]) == (401, "unauthenticated")
    with pytest.raises(Exception, match="401"):
        buyer.open_page()

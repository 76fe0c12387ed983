"""The emulator's user pools refuse whom Cognito refuses."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.emulator.process import Emulator
from operations.emulator_client import emulator_client

EMAIL, TEMPORARY, CHOSEN = "newcomer@example.com", "Temporary-123", "Chosen-by-me-1"


pytestmark = pytest.mark.xdist_group("emulator")


@pytest.fixture
def cognito(emulator: Emulator) -> Any:
    return emulator_client("cognito-idp", emulator.endpoint_url, "us-east-1")


class Pool:
    """A user pool with one client and one user, whom an administrator made."""

    def __init__(self, cognito: Any, *, only_administrators: bool) -> None:
        self._cognito = cognito
        self.pool_id = cognito.create_user_pool(
            PoolName="shop", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"],
            AdminCreateUserConfig={"AllowAdminCreateUserOnly": only_administrators},
            UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]},
        )["UserPool"]["Id"]  # fmt: skip
        self.client_id = cognito.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="page",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]  # fmt: skip
        cognito.admin_create_user(
            UserPoolId=self.pool_id, Username=EMAIL, TemporaryPassword=TEMPORARY,
            MessageAction="SUPPRESS",
        )  # fmt: skip

    def sign_in(self, password: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._cognito.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH", ClientId=self.client_id,
            AuthParameters={"USERNAME": EMAIL, "PASSWORD": password},
        )  # fmt: skip
        return answer

    def choose(self, session: str, password: str = CHOSEN, name: str = EMAIL) -> dict[str, Any]:
        answer: dict[str, Any] = self._cognito.respond_to_auth_challenge(
            ClientId=self.client_id, ChallengeName="NEW_PASSWORD_REQUIRED", Session=session,
            ChallengeResponses={"USERNAME": name, "NEW_PASSWORD": password},
        )  # fmt: skip
        return answer


@pytest.fixture
def pool(cognito: Any) -> Pool:
    return Pool(cognito, only_administrators=True)


def refusal(call: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call()
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def sign_up(cognito: Any, pool: Pool) -> Any:
    return cognito.sign_up(
        ClientId=pool.client_id, Username="stranger@example.com", Password="Stranger-12345"
    )


def test_a_stranger_signs_up_only_where_that_is_open(cognito: Any, pool: Pool) -> None:
    assert refusal(lambda: sign_up(cognito, pool)) == (
        "NotAuthorizedException", "SignUp is not permitted for this user pool",
    )  # fmt: skip
    assert sign_up(cognito, Pool(cognito, only_administrators=False))["UserConfirmed"] is False


def test_a_user_whom_an_administrator_made_chooses_a_password_once(pool: Pool) -> None:
    challenged = pool.sign_in(TEMPORARY)
    assert challenged["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert "AuthenticationResult" not in challenged

    assert pool.choose(challenged["Session"])["AuthenticationResult"]["AccessToken"]
    assert pool.sign_in(CHOSEN)["AuthenticationResult"]["AccessToken"]
    assert refusal(lambda: pool.sign_in(TEMPORARY))[0] == "NotAuthorizedException"
    assert refusal(lambda: pool.choose(challenged["Session"]))[0] == "NotAuthorizedException"


def test_nobody_chooses_a_password_without_having_signed_in(cognito: Any, pool: Pool) -> None:
    made_up = "s" * 40
    session = pool.sign_in(TEMPORARY)["Session"]
    cognito.admin_create_user(
        UserPoolId=pool.pool_id, Username="other@example.com", MessageAction="SUPPRESS"
    )

    invalid = ("NotAuthorizedException", "Invalid session for the user.")
    assert refusal(lambda: pool.choose(made_up)) == invalid
    assert refusal(lambda: pool.choose(session, name="other@example.com")) == invalid
    assert refusal(lambda: Pool(cognito, only_administrators=True).choose(session)) == invalid


def test_a_password_that_breaks_the_policy_is_refused_and_another_may_follow(pool: Pool) -> None:
    session = pool.sign_in(TEMPORARY)["Session"]

    assert refusal(lambda: pool.choose(session, "short"))[0] == "InvalidPasswordException"
    assert pool.choose(session)["AuthenticationResult"]


def test_a_changed_address_does_not_count_before_it_is_verified(cognito: Any, pool: Pool) -> None:
    session = pool.sign_in(TEMPORARY)["Session"]
    token = pool.choose(session)["AuthenticationResult"]["AccessToken"]

    def attributes() -> dict[str, str]:
        user = cognito.get_user(AccessToken=token)
        return {one["Name"]: one["Value"] for one in user["UserAttributes"]}

    told = cognito.update_user_attributes(
        AccessToken=token,
        UserAttributes=[{"Name": "email", "Value": "victim@example.com"},
                        {"Name": "name", "Value": "Newcomer"}],
    )  # fmt: skip

    assert attributes()["email"] == EMAIL
    assert attributes()["name"] == "Newcomer"
    assert [one["AttributeName"] for one in told["CodeDeliveryDetailsList"]] == ["email"]

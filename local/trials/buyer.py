"""A buyer as a program: signs in, listens, checks out. Speaks only the public contracts."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from contract import frames
from local.trials.open_page import OpenPage
from operations.token_claims import claims_of

# The stage is on loopback, where no proxy may stand between.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def subprotocols(token: str) -> list[Subprotocol]:
    """What a client offers in its handshake: the protocol, then the token."""
    return [Subprotocol(frames.PROTOCOL), Subprotocol(f"{frames.BEARER_PREFIX}{token}")]


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: its status and its JSON body."""

    status: int
    body: dict[str, Any]


class Buyer:
    """A buyer of the local stage."""

    def __init__(self, outputs: Mapping[str, Any], credentials: Mapping[str, str]) -> None:
        self._outputs = outputs
        self._credentials = credentials
        self.token = ""

    @property
    def user_id(self) -> str:
        """The ``sub`` of the token, by which the shop knows the buyer."""
        return str(claims_of(self.token)["sub"])

    def sign_in(self) -> Buyer:
        """Get an access token from Cognito, as the shop page does."""
        body = {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": self._outputs["user_pool_client_id"],
            "AuthParameters": {
                "USERNAME": self._credentials["email"],
                "PASSWORD": self._credentials["password"],
            },
        }
        answer = _request(
            self._outputs["emulator_url"] + "/",
            body,
            {
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
            },
        )
        self.token = answer.body["AuthenticationResult"]["AccessToken"]
        return self

    def open_page(self, after: str | None = None) -> OpenPage:
        """Connect as a browser does and resume after the sequence ``after``.

        Without ``after``, resume from the start of the replay window.
        """
        page = OpenPage(
            connect(
                self._outputs["websocket_url"],
                origin=Origin(self._outputs["storefront_url"]),
                subprotocols=subprotocols(self.token),
                proxy=None,
            )
        )
        page.send({"action": frames.RESUME} | ({} if after is None else {"after": after}))
        page.wait_for(frames.RESUMED)
        return page

    def check_out(
        self,
        product_id: str,
        key: str,
        *,
        quantity: int = 1,
        payment_token: str = "tok_ok",
    ) -> Answer:
        """``POST /checkout`` for one product."""
        body = {
            "lines": [{"productId": product_id, "quantity": quantity}],
            "paymentToken": payment_token,
        }
        return self.post_checkout(body, {"Idempotency-Key": key})

    def post_checkout(self, body: object, headers: Mapping[str, str]) -> Answer:
        """``POST /checkout`` with any body and headers."""
        signed = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return _request(self._outputs["http_url"] + "/checkout", body, {**signed, **headers})

    def order(self, order_id: str) -> Answer:
        """``GET /orders/{orderId}``."""
        url = f"{self._outputs['http_url']}/orders/{order_id}"
        return _request(url, None, {"Authorization": f"Bearer {self.token}"})


def _request(url: str, body: object, headers: Mapping[str, str]) -> Answer:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, dict(headers))
    try:
        with _DIRECT.open(request, timeout=30) as response:
            return Answer(response.status, json.loads(response.read() or b"{}"))
    except urllib.error.HTTPError as error:
        return Answer(error.code, json.loads(error.read() or b"{}"))

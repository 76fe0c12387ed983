"""A buyer as a program: signs in, listens, checks out. Speaks only the public contracts."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

# The stage is on loopback: the machine's proxy has no business there.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: its status and its JSON body."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Received:
    """A frame and when it came, by ``time.monotonic``."""

    at: float
    frame: dict[str, Any]


class Page:
    """One open page: collects every frame that its WebSocket gets."""

    def __init__(self, socket: ClientConnection) -> None:
        self.frames: list[Received] = []
        self._socket = socket
        self._arrived = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def protocol(self) -> str | None:
        """The subprotocol that the server chose."""
        return self._socket.subprotocol

    def send(self, frame: str | dict[str, Any]) -> None:
        """Send a frame; a text is sent as it is."""
        self._socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    def wait_for(
        self, frame_type: str, subject: str | None = None, seconds: float = 30
    ) -> Received:
        """The first frame of that type (and subject); ``TimeoutError`` says what came instead."""
        deadline = time.monotonic() + seconds
        with self._arrived:
            while True:
                for received in self.frames:
                    frame = received.frame
                    if frame.get("type") == frame_type and subject in (None, frame.get("subject")):
                        return received
                if not self._arrived.wait(deadline - time.monotonic()):
                    came = [received.frame.get("type") for received in self.frames]
                    raise TimeoutError(f"no {frame_type} within {seconds} s; received: {came}")

    def wait_until_closed(self, seconds: float = 30) -> None:
        """Until the server has closed the connection; ``TimeoutError`` if it does not."""
        self._reader.join(seconds)
        if self._reader.is_alive():
            raise TimeoutError(f"the connection is still open after {seconds} s")

    def close(self) -> None:
        """Close the page."""
        self._socket.close()
        self._reader.join()

    def _read(self) -> None:
        try:
            for text in self._socket:
                with self._arrived:
                    self.frames.append(Received(time.monotonic(), json.loads(text)))
                    self._arrived.notify_all()
        except ConnectionClosed:
            pass


class Buyer:
    """A buyer of the local stage."""

    def __init__(self, outputs: Mapping[str, Any], credentials: Mapping[str, str]) -> None:
        self._outputs = outputs
        self._credentials = credentials
        self.token = ""

    @property
    def user_id(self) -> str:
        """The ``sub`` of the token: whom the shop knows the buyer as."""
        payload = self.token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(claims["sub"])

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

    def open_page(self, after: str | None = None) -> Page:
        """Connect as a browser does and resume, from the start of the replay window if no
        sequence is given."""
        page = Page(
            connect(
                self._outputs["websocket_url"],
                origin=Origin(self._outputs["storefront_url"]),
                subprotocols=[Subprotocol("realtime.v1"), Subprotocol(f"bearer.{self.token}")],
                proxy=None,
            )
        )
        page.send({"action": "resume"} if after is None else {"action": "resume", "after": after})
        page.wait_for("realtime.resumed")
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

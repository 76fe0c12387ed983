"""A foreign web site, open in the developer's browser, does not reach the emulator."""

from __future__ import annotations

import asyncio
import http.client
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from local.emulator.guard import guarded
from local.emulator.process import Emulator
from local.emulator.websocket_manners import Message, Receive, Send

API = "/_aws/execute-api/0a1b2c3d/"
FUNCTIONS = "/2015-03-31/functions"
EVIL = "http://evil.example"


NAMED = "http://shop.test:5173"
"""What a developer gave as ORIGIN=."""


def answer(
    path: str = FUNCTIONS,
    kind: str = "http",
    host: str | None = "127.0.0.1:4566",
    method: str = "POST",
    **headers: str,
) -> int:
    """The status; 200 if the request reached the emulator."""
    sent: list[Message] = []

    async def emulator(scope: Message, receive: Receive, send: Send) -> None:
        prefix = "" if scope["type"] == "http" else "websocket."
        await send({"type": f"{prefix}http.response.start", "status": 200, "headers": []})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is read of a request that is refused")

    named = [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in {"Host": host, **headers}.items()
        if value is not None
    ]
    scope: Message = {"type": kind, "path": path, "headers": named}
    if kind == "http":  # a handshake has no method
        scope["method"] = method
    asyncio.run(guarded(emulator, [NAMED])(scope, receive, send))
    assert {message["type"].startswith("websocket.") for message in sent} == {kind == "websocket"}
    assert all(not name.startswith(b"access-control") for name, _ in sent[0]["headers"])
    status: int = sent[0]["status"]
    return status


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("path", [FUNCTIONS, f"{API}live"])
def test_a_host_that_is_not_this_machine_is_refused(kind: str, path: str) -> None:
    foreign = ["evil.example", "127.0.0.1.evil.example:4566", "localhost.evil.example", "0.0.0.0",
               "[::2]:4566", "192.168.1.2", "a@127.0.0.1", "127.0.0.1/", "[::1", ""]  # fmt: skip
    own = [
        "127.0.0.1",
        "127.0.0.1:4566",
        "127.9.9.9:1",
        "localhost:4566",
        "LocalHost",
        "[::1]:4566",
    ]

    assert {host: answer(path, kind, host) for host in foreign} == dict.fromkeys(foreign, 421)
    assert {host: answer(path, kind, host) for host in own} == dict.fromkeys(own, 200)


def test_a_request_without_a_host_or_with_two_is_refused() -> None:
    assert answer(host=None) == 421
    assert answer(host="127.0.0.1", HOST="evil.example") == 421
    assert answer(host="evil.example", HOST="127.0.0.1") == 421


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_page_of_another_machine_is_refused_and_one_of_this_machine_is_heard(kind: str) -> None:
    foreign = [EVIL, "https://evil.example", "http://127.0.0.1.evil.example", "null", "",
               "127.0.0.1", "http://evil.example/127.0.0.1", "http://a@127.0.0.1", "http://[::1",
               "http://0.0.0.0", "chrome-extension://abc", f"http://127.0.0.1 {EVIL}"]  # fmt: skip
    own = ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "https://localhost",
           "capacitor://localhost", "http://shop.localhost:3000"]  # fmt: skip

    assert {one: answer(kind=kind, Origin=one) for one in foreign} == dict.fromkeys(foreign, 403)
    assert {one: answer(kind=kind, Origin=one) for one in own} == dict.fromkeys(own, 200)


SIGN_IN = "AWSCognitoIdentityProviderService.InitiateAuth"


def test_a_page_that_the_developer_named_can_sign_in_and_do_nothing_else() -> None:
    assert answer("/", Origin=NAMED, X_Amz_Target=SIGN_IN, Sec_Fetch_Site="cross-site") == 200
    assert answer("/", Origin=NAMED, method="OPTIONS") == 200
    for other in (EVIL, NAMED.replace("http:", "https:"), f"{NAMED}1", f"{NAMED}, {EVIL}", "null"):
        assert answer("/", Origin=other, X_Amz_Target=SIGN_IN) == 403
        assert answer("/", Origin=other, method="OPTIONS") == 403
    targets = ["AWSCognitoIdentityProviderService.AdminSetUserPassword", "DynamoDB_20120810.Scan",
               f"{SIGN_IN}x", ""]  # fmt: skip
    assert {one: answer("/", Origin=NAMED, X_Amz_Target=one) for one in targets} == dict.fromkeys(
        targets, 403
    )
    assert answer("/", Origin=NAMED) == 403
    for path in (FUNCTIONS, "//", "/_ministack/reset", f"{API}live/@connections/abc="):
        assert answer(path, Origin=NAMED, X_Amz_Target=SIGN_IN) == 403
        assert answer(path, Origin=NAMED, method="OPTIONS") == 403
    assert answer("/", "websocket", Origin=NAMED, X_Amz_Target=SIGN_IN) == 403
    assert answer("/", host="evil.example", Origin=NAMED, X_Amz_Target=SIGN_IN) == 421


def test_two_targets_or_two_origins_are_no_sign_in() -> None:
    scan = "DynamoDB_20120810.Scan"
    assert answer("/", Origin=NAMED, X_Amz_Target=SIGN_IN, X_AMZ_TARGET=scan) == 403
    assert answer("/", Origin=NAMED, ORIGIN=EVIL, X_Amz_Target=SIGN_IN) == 403


def test_a_browsers_request_without_an_origin_tells_where_it_comes_from() -> None:
    """An image's address can create a stack, and with it a function: no Origin is sent."""
    told = {"cross-site": 403, "same-site": 200, "same-origin": 200, "none": 200}

    assert {site: answer(Sec_Fetch_Site=site) for site in told} == told
    # localhost and 127.0.0.1 are two sites to a browser; the origin says that both are here.
    assert answer(Sec_Fetch_Site="cross-site", Origin="http://localhost:8080") == 200


def test_an_api_of_the_stage_decides_about_origins_itself() -> None:
    for path in (f"{API}live", f"{API}$default/checkout", f"{API}"):
        assert answer(path, Origin=EVIL, Sec_Fetch_Site="cross-site") == 200
        assert answer(path, "websocket", Origin=EVIL) == 200


@pytest.mark.parametrize(
    "path",
    [
        API.removesuffix("/"),
        "/_aws/execute-api//live",
        "/_aws/execute-api",
        f"{API}live/@connections/abc=",
        f"{API}live/@connections",
        f"/x{API}live",
        "/_aws/lambda-url/abc/",
        "/_ministack/reset",
        "/",
    ],
)
def test_what_only_looks_like_an_api_of_the_stage_is_closed_to_foreign_pages(path: str) -> None:
    assert answer(path, Origin=EVIL) == 403


def test_what_is_no_request_is_left_alone() -> None:
    heard: list[Any] = []

    async def emulator(scope: Message, receive: Receive, send: Send) -> None:
        heard.append(scope["type"])

    asyncio.run(guarded(emulator)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert heard == ["lifespan"]


@pytest.mark.xdist_group("emulator")
def test_the_emulator_itself_is_guarded(emulator: Emulator) -> None:
    def ask(method: str, headers: dict[str, str]) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=60)
        connection.request(method, FUNCTIONS, headers=headers)
        return connection.getresponse()

    evil_name = {"Host": f"evil.example:{emulator.port}"}
    preflight = {"Origin": EVIL, "Access-Control-Request-Method": "PUT"}
    for method, headers, status in (
        ("POST", evil_name, 421),
        ("POST", {"Origin": EVIL, "Content-Type": "text/plain"}, 403),
        ("OPTIONS", preflight, 403),
    ):
        refused = ask(method, headers)
        assert refused.status == status
        assert refused.getheader("Access-Control-Allow-Origin") is None

    at_home = ask("OPTIONS", {**preflight, "Origin": "http://localhost:8080"})
    assert at_home.status == 200
    assert at_home.getheader("Access-Control-Allow-Origin") in ("*", "http://localhost:8080")

    address = f"ws://127.0.0.1:{emulator.port}{API}live"
    with pytest.raises(InvalidStatus) as handshake:
        connect(address, proxy=None, origin=Origin(EVIL))
    assert handshake.value.response.status_code != 421
    with pytest.raises(InvalidStatus) as handshake:
        connect(f"ws://127.0.0.1:{emulator.port}/other", proxy=None, origin=Origin(EVIL))
    assert b"this machine only" in (handshake.value.response.body or b"")

"""The server of the shop page: the page's own files, and nothing else of this machine."""

from __future__ import annotations

import errno
import http.client
import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local import storefront_server
from local.page_port import PortTakenError
from local.storefront_server import STAGE_SERVERS, StorefrontServer
from operations.hosted_page import page_config, page_files
from operations.page_headers import inline_script_hashes, page_headers, with_policy
from operations.write_page import write_page
from tests.support.hosted_page import OF_THE_LOCAL_STAGE, directives
from tests.support.repository import REPO_ROOT


@pytest.fixture(scope="module")
def server() -> Iterator[StorefrontServer]:
    with serving(REPO_ROOT) as running:
        running.publish(page_config(OF_THE_LOCAL_STAGE))
        yield running


@contextmanager
def serving(project: Path) -> Iterator[StorefrontServer]:
    running = StorefrontServer(project, 0)
    try:
        yield running
    finally:
        running.close()


def ask(
    server: StorefrontServer,
    path: str,
    method: str = "GET",
    *,
    at: str = "",
    host: str | None = None,
    origin: str = "",
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """What is answered to that very path: urllib would tidy it first. ``at`` is an origin."""
    connection = http.client.HTTPConnection(urlsplit(at or server.url).netloc, timeout=10)
    connection.putrequest(method, path, skip_host=host is not None)
    if host:
        connection.putheader("Host", host)
    if origin:
        connection.putheader("Origin", origin)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_what_is_served_is_what_is_hosted(server: StorefrontServer, tmp_path: Path) -> None:
    config = page_config(OF_THE_LOCAL_STAGE)
    server.publish(config)
    write_page(page_files(REPO_ROOT), config, tmp_path / "page")

    for file in (one for one in (tmp_path / "page").rglob("*") if one.is_file()):
        path = f"/{file.relative_to(tmp_path / 'page').as_posix()}"
        status, _, body = ask(server, path)
        assert status == 200
        if path == "/config.json":
            assert json.loads(body) == json.loads(file.read_text()) == config
        elif path == "/index.html":  # its policy is in the header instead, and allows any port
            assert body != file.read_bytes()
            page = with_policy(body.decode(), ["http://127.0.0.1:4566", "ws://127.0.0.1:4566"])
            assert page == file.read_text()
        else:
            assert body == file.read_bytes()


def test_the_front_door_is_the_page_itself(server: StorefrontServer) -> None:
    assert ask(server, "/")[2] == ask(server, "/index.html?from=mail")[2]


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html"),
        ("/app.js", "text/javascript"),
        ("/client/realtime.js", "text/javascript"),
        ("/styles.css", "text/css"),
        ("/config.json", "application/json"),
    ],
)
def test_a_file_comes_with_its_type_and_is_never_kept(
    server: StorefrontServer, path: str, content_type: str
) -> None:
    _, headers, _ = ask(server, path)

    assert headers["Content-Type"] == content_type
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/app.js", "/config.json", "/nothing"])
def test_every_answer_has_the_headers_of_a_hosted_page(server: StorefrontServer, path: str) -> None:
    _, headers, _ = ask(server, path)

    wanted = page_headers((REPO_ROOT / "storefront" / "index.html").read_text(), STAGE_SERVERS)
    assert {name: headers.get_all(name) for name in wanted} == {
        name: [value] for name, value in wanted.items()
    }
    policy = directives(headers["Content-Security-Policy"])
    assert policy["connect-src"] == ["'self'", "http://127.0.0.1:*", "ws://127.0.0.1:*"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.js",
        "/client/package.json",
        "/../pyproject.toml",
        "/client/../../pyproject.toml",
        "/%2e%2e/pyproject.toml",
        "/..%2fpyproject.toml",
        "/./app.js",
        "//etc/passwd",
        "app.js",
        pytest.param(f"{REPO_ROOT}/pyproject.toml", id="its whole path"),
    ],
)
def test_any_other_path_is_unknown(server: StorefrontServer, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_head_answers_the_same_without_the_body(server: StorefrontServer) -> None:
    status, headers, body = ask(server, "/app.js", "HEAD")

    assert (status, body) == (200, b"")
    for name in ("Content-Type", "Content-Length"):
        assert headers[name] == ask(server, "/app.js")[1][name]


def test_the_settings_are_those_that_were_published() -> None:
    with serving(REPO_ROOT) as running:
        running.publish({"httpUrl": "http://shop"})
        assert json.loads(ask(running, "/config.json")[2]) == {"httpUrl": "http://shop"}


def test_until_the_stage_is_up_the_settings_are_a_problem_that_says_so() -> None:
    reader = "http://localhost:5173"
    running = StorefrontServer(REPO_ROOT, 0, [reader])
    try:
        status, headers, body = ask(running, "/config.json", origin=reader)
        head = ask(running, "/config.json", "HEAD")
        running.publish({"httpUrl": "http://shop"})
        later = ask(running, "/config.json")[0]
    finally:
        running.close()

    assert (status, headers["Content-Type"], headers["Retry-After"]) == (
        503,
        "application/problem+json",
        "1",
    )
    assert json.loads(body) == {
        "title": "The stage is not up yet",
        "status": 503,
        "detail": "make up is still deploying the local stage, or has failed: "
        "its terminal says which. Ask again.",
    }
    assert headers["Access-Control-Allow-Origin"] == reader
    assert (head[0], head[2], later) == (503, b"", 200)


def test_the_settings_are_read_by_a_page_that_the_developer_named_and_by_no_other() -> None:
    running = StorefrontServer(REPO_ROOT, 0, ["http://localhost:5173"])
    running.publish({"httpUrl": "http://shop"})
    allowed = "Access-Control-Allow-Origin"
    try:
        own = ask(running, "/config.json", origin="http://localhost:5173")[1]
        foreign = ask(running, "/config.json", origin="http://evil.example")[1]
        page = ask(running, "/", origin="http://localhost:5173")[1]
    finally:
        running.close()

    assert (own[allowed], own["Vary"]) == ("http://localhost:5173", "Origin")
    assert (foreign[allowed], page[allowed]) == (None, None)


def test_a_file_that_is_added_while_it_serves_is_there(tmp_path: Path) -> None:
    page = tmp_path / "storefront"
    page.mkdir()
    with serving(tmp_path) as running:
        assert ask(running, "/new.js")[0] == 404
        (page / "new.js").write_text("export {};")
        assert ask(running, "/new.js")[0] == 200


def test_an_import_map_that_is_edited_while_it_serves_is_allowed(tmp_path: Path) -> None:
    page = tmp_path / "storefront" / "index.html"
    page.parent.mkdir()
    page.write_text('<script type="importmap">{}</script>')
    with serving(tmp_path) as running:
        before = ask(running, "/")[1]["Content-Security-Policy"]
        page.write_text('<script type="importmap">{"imports": {}}</script>')
        after = ask(running, "/")[1]["Content-Security-Policy"]
    assert before != after
    assert after == page_headers(page.read_text(), STAGE_SERVERS)["Content-Security-Policy"]


def test_a_page_that_is_no_utf8_is_served_as_a_browser_reads_it(tmp_path: Path) -> None:
    page = tmp_path / "storefront" / "index.html"
    page.parent.mkdir()
    page.write_bytes(b'<meta charset="utf-8"><script>// caf\xe9</script>')
    (page.parent / "app.js").write_text("export {};")
    with serving(tmp_path) as running:
        status, headers, body = ask(running, "/")
        assert (status, body) == (200, page.read_bytes())
        assert ask(running, "/app.js")[0] == 200
    as_read = '<meta charset="utf-8"><script>// caf\N{REPLACEMENT CHARACTER}</script>'
    (wanted,) = inline_script_hashes(as_read)
    assert f"'{wanted}'" in headers["Content-Security-Policy"]


def test_a_file_that_cannot_be_read_breaks_no_other_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = tmp_path / "styles.css"
    style.write_text("body {}")
    files = {"/index.html": tmp_path / "removed-just-now.html", "/styles.css": style}
    monkeypatch.setattr(storefront_server, "page_files", lambda _: files)
    with serving(tmp_path) as running:
        assert [ask(running, path)[0] for path in ("/", "/styles.css")] == [404, 200]


def test_the_page_is_alike_at_each_of_its_origins(server: StorefrontServer) -> None:
    port = urlsplit(server.url).port
    names = ["127.0.0.1", "localhost", "[::1]"] if has_ipv6() else ["127.0.0.1", "localhost"]

    assert server.origins == [f"http://{name}:{port}" for name in names]
    pages = [ask(server, "/", at=origin) for origin in server.origins]
    assert {(status, body) for status, _, body in pages} == {(200, pages[0][2])}


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize("path", ["/", "/config.json"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost", "[::2]:{port}",
             "localhost:1", "0.0.0.0:{port}", ""],
)  # fmt: skip
def test_a_foreign_name_for_this_machine_learns_nothing(
    server: StorefrontServer, path: str, method: str, host: str
) -> None:
    server.publish({"demoBuyers": [{"password": "made-up"}]})
    port = urlsplit(server.url).port
    status, headers, body = ask(server, path, method, host=host.format(port=port))

    assert status == 421
    assert b"made-up" not in body
    assert headers["Cache-Control"] == "no-store"
    if method == "GET":
        assert f"is served at 127.0.0.1:{port}, localhost:{port}, [::1]:{port} only" in str(body)


def test_a_name_in_capitals_is_the_same_name(server: StorefrontServer) -> None:
    port = urlsplit(server.url).port
    assert ask(server, "/", host=f"LocalHost:{port}")[0] == 200


def test_the_port_that_browsers_leave_out_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    bind = storefront_server._Server.server_bind

    def bind_as_if_to_80(server: storefront_server._Server) -> None:
        """Binding to 80 itself needs rights that a test may not have."""
        address = str(server.server_address[0])
        server.server_address = (address, 0)
        bind(server)
        server.server_address = (address, 80)

    monkeypatch.setattr(storefront_server._Server, "server_bind", bind_as_if_to_80)
    running = StorefrontServer(REPO_ROOT, 80)
    running.close()

    assert running.origins[:2] == ["http://127.0.0.1", "http://localhost"]


def break_ipv6(monkeypatch: pytest.MonkeyPatch, code: int, times: int) -> None:
    """From now on binding to an IPv6 address fails so often."""
    bind, left = storefront_server._Server.server_bind, [times]

    def failing(server: storefront_server._Server) -> None:
        if server.address_family == socket.AF_INET6 and left[0]:
            left[0] -= 1
            raise OSError(code, "no")
        bind(server)

    monkeypatch.setattr(storefront_server._Server, "server_bind", failing)


@pytest.mark.parametrize("code", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL])
def test_a_machine_without_ipv6_serves_the_page_without_it(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    break_ipv6(monkeypatch, code, 99)
    running = StorefrontServer(REPO_ROOT, 0)
    try:
        assert ask(running, "/", at=running.origins[1])[0] == 200
        assert [urlsplit(one).hostname for one in running.origins] == ["127.0.0.1", "localhost"]
    finally:
        running.close()


def test_a_free_port_is_free_on_both_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    break_ipv6(monkeypatch, errno.EADDRINUSE, 3)
    running = StorefrontServer(REPO_ROOT, 0)
    running.close()

    assert len({urlsplit(one).port for one in running.origins}) == 1
    assert len(running.origins) == (3 if has_ipv6() else 2)


def test_a_port_that_is_never_free_on_both_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    break_ipv6(monkeypatch, errno.EADDRINUSE, 99)
    with pytest.raises(PortTakenError, match="of ::1, which localhost can mean, is in use"):
        StorefrontServer(REPO_ROOT, 0)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"] if has_ipv6() else ["127.0.0.1"])
def test_a_port_that_is_taken_on_one_address_is_named_and_left_free_on_the_other(
    address: str,
) -> None:
    other = "::1" if address == "127.0.0.1" else "127.0.0.1"
    with listening(address, 0) as port:
        with pytest.raises(
            PortTakenError, match=f"port {port} of {re.escape(address)}.* is in use; stop"
        ):
            StorefrontServer(REPO_ROOT, port)
        if has_ipv6():
            with listening(other, port):
                pass


@contextmanager
def listening(address: str, port: int) -> Iterator[int]:
    """A program of somebody else on that address; its port."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as taken:
        taken.bind((address, port))
        taken.listen()
        yield int(taken.getsockname()[1])


def test_nothing_in_the_pages_folder_is_left_out() -> None:
    inside = {file for file in (REPO_ROOT / "storefront").rglob("*") if file.is_file()}

    assert inside - set(page_files(REPO_ROOT).values()) == set()

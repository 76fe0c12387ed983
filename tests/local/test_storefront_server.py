"""The server of the shop page: the page's own files, and nothing else of this machine."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local.storefront_server import StorefrontServer
from operations.hosted_page import page_files
from operations.write_page import write_page
from tests.support.repository import REPO_ROOT


@pytest.fixture
def server() -> Iterator[StorefrontServer]:
    running = StorefrontServer(REPO_ROOT, 0)
    yield running
    running.close()


def ask(
    server: StorefrontServer, path: str, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """What is answered to that very path: urllib would tidy it first."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    connection.putrequest(method, path)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


def test_what_is_served_is_what_is_hosted(server: StorefrontServer, tmp_path: Path) -> None:
    config = {"httpUrl": "http://shop"}
    server.publish(config)
    write_page(page_files(REPO_ROOT), config, tmp_path / "page")

    for file in (one for one in (tmp_path / "page").rglob("*") if one.is_file()):
        path = f"/{file.relative_to(tmp_path / 'page').as_posix()}"
        status, _, body = ask(server, path)
        assert status == 200
        if path == "/config.json":
            assert json.loads(body) == json.loads(file.read_text()) == config
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
    assert headers["X-Content-Type-Options"] == "nosniff"


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
        f"{REPO_ROOT}/pyproject.toml",
    ],
)
def test_any_other_path_is_unknown(server: StorefrontServer, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_head_answers_the_same_without_the_body(server: StorefrontServer) -> None:
    status, headers, body = ask(server, "/app.js", "HEAD")

    assert (status, body) == (200, b"")
    for name in ("Content-Type", "Content-Length"):
        assert headers[name] == ask(server, "/app.js")[1][name]


def test_the_settings_are_those_that_were_published(server: StorefrontServer) -> None:
    assert json.loads(ask(server, "/config.json")[2]) == {}
    server.publish({"httpUrl": "http://shop"})
    assert json.loads(ask(server, "/config.json")[2]) == {"httpUrl": "http://shop"}


def test_a_file_that_is_added_while_it_serves_is_there(tmp_path: Path) -> None:
    page = tmp_path / "storefront"
    page.mkdir()
    running = StorefrontServer(tmp_path, 0)
    try:
        assert ask(running, "/new.js")[0] == 404
        (page / "new.js").write_text("export {};")
        assert ask(running, "/new.js")[0] == 200
    finally:
        running.close()


def test_nothing_in_the_pages_folder_is_left_out() -> None:
    inside = {file for file in (REPO_ROOT / "storefront").rglob("*") if file.is_file()}

    assert inside - set(page_files(REPO_ROOT).values()) == set()

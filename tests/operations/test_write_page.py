"""``make page``: the whole page in a folder, or nothing and a sentence that says why."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from operations import write_page as command
from operations.hosted_page import page_config, page_files
from operations.page_headers import connect_sources, page_headers, with_policy
from tests.support.hosted_page import OF_AWS
from tests.support.repository import REPO_ROOT


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OF_AWS))
    return file


CONNECT = connect_sources(page_config(OF_AWS))


def written_from(path: str) -> str:
    return page_files(REPO_ROOT)[path].read_text()


def make_page(outputs: Path, out: Path) -> int:
    return command.main(["--outputs", str(outputs), str(out)])


def contents(folder: Path) -> dict[str, bytes]:
    """URL path -> what is in the file, of every file below the folder."""
    return {
        f"/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def refused(outputs: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said by a command that writes nothing, not beside the folder either."""
    before = contents(out.parent)
    assert make_page(outputs, out) == 2
    assert contents(out.parent) == before
    assert not list(out.parent.glob(".*"))
    return capsys.readouterr().err


def test_a_tilde_that_the_shell_left_is_the_persons_home(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert command.main(["--outputs", f"~/{outputs.name}", "~/page"]) == 0
    assert (tmp_path / "page" / "index.html").is_file()


def test_the_folder_holds_the_page_and_its_settings_and_nothing_else(
    outputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sites" / "shop"

    assert make_page(outputs, out) == 0
    written = contents(out)
    assert json.loads(written.pop("/config.json")) == page_config(OF_AWS)
    page = with_policy(written_from("/index.html"), CONNECT).encode()
    assert written.pop("/index.html") == page
    assert written == {
        path: file.read_bytes()
        for path, file in page_files(REPO_ROOT).items()
        if path != "/index.html"
    }


def test_the_headers_are_beside_the_folder_and_printed(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sites" / "shop"
    make_page(outputs, out)

    assert sorted(one.name for one in out.parent.iterdir()) == ["shop", "shop-headers.json"]
    headers = page_headers(written_from("/index.html"), CONNECT)
    made = json.loads((out.parent / "shop-headers.json").read_text())
    policy = made["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    assert policy == headers["Content-Security-Policy"]
    said = capsys.readouterr().out
    assert f"for CloudFront are in {out.parent / 'shop-headers.json'}" in said
    assert [line[2:] for line in said.splitlines() if line.startswith("  ")] == [
        f"{name}: {value}" for name, value in headers.items()
    ]


@pytest.mark.parametrize("there", ["my notes", '{"mine": 1}', "[]", None])
def test_what_is_in_the_headers_place_is_left_alone(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], there: str | None
) -> None:
    place = tmp_path / "page-headers.json"
    if there is None:
        place.mkdir()
    else:
        place.write_text(there)

    said = refused(outputs, tmp_path / "page", capsys)
    assert f"{place} is in the way: it holds no headers of an earlier page" in said


def test_of_the_client_only_scripts_are_written(outputs: Path, tmp_path: Path) -> None:
    make_page(outputs, tmp_path / "page")

    scripts = [path for path in contents(tmp_path / "page") if path.startswith("/client/")]
    assert "/client/realtime.js" in scripts
    assert {Path(path).suffix for path in scripts} == {".js"}


def test_a_server_of_another_user_can_read_it(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "page"
    make_page(outputs, out)

    modes = [one.stat().st_mode for one in (out, *out.rglob("*"))]
    assert all(mode & stat.S_IROTH for mode in modes)
    assert all(mode & stat.S_IXOTH for mode in modes if stat.S_ISDIR(mode))


def test_an_earlier_page_is_replaced(outputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "page"
    make_page(outputs, out)
    whole = contents(tmp_path)
    (out / "app.js").write_text("an earlier one")
    (tmp_path / "page-headers.json").write_text('{"SecurityHeadersConfig": {}}')
    shutil.rmtree(out / "client")

    assert make_page(outputs, out) == 0
    assert contents(tmp_path) == whole


def test_an_empty_folder_is_filled(outputs: Path, tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()

    assert make_page(outputs, tmp_path / "page") == 0


@pytest.mark.parametrize("other", ["thesis.txt", "client/notes.md", "photos/", "client/old/"])
def test_a_folder_with_anything_else_is_left_alone_and_that_is_named(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    out = tmp_path / "page"
    make_page(outputs, out)
    if other.endswith("/"):
        (out / other).mkdir()
    else:
        (out / other).write_text("mine")

    said = refused(outputs, out, capsys)
    assert f"holds more than a page: {other.rstrip('/')}." in said


def test_a_folder_that_is_a_link_within_a_page_is_not_the_pages(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "page"
    (tmp_path / "elsewhere").mkdir()
    out.mkdir()
    (out / "client").symlink_to(tmp_path / "elsewhere")

    assert "holds more than a page: client." in refused(outputs, out, capsys)


def test_a_file_in_its_place_is_left_alone(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page").write_text("mine")

    assert "page is not a folder" in refused(outputs, tmp_path / "page", capsys)


@pytest.mark.parametrize("out", ["storefront", "storefront/new", "client/internal/new", "."])
def test_the_page_is_not_written_over_what_it_is_made_of(tmp_path: Path, out: str) -> None:
    for folder in ("storefront", "client"):
        shutil.copytree(REPO_ROOT / folder, tmp_path / folder)
    before = contents(tmp_path)

    with pytest.raises(command.PageWriteError, match="overlaps the page's sources"):
        command.write_page(page_files(tmp_path), page_config(OF_AWS), tmp_path / out)
    assert contents(tmp_path) == before


def test_a_place_that_cannot_be_written_is_one_sentence(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(outputs, outputs / "page", capsys)
    assert f"the page cannot be written to {outputs / 'page'}: " in said


def test_a_page_that_cannot_be_made_whole_leaves_the_earlier_one(
    outputs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "page"
    make_page(outputs, out)
    config, nowhere = page_config(OF_AWS), tmp_path / "nowhere"
    unmarked = tmp_path / "sources" / "index.html"
    unmarked.parent.mkdir()
    unmarked.write_text("<!doctype html>")
    before = contents(tmp_path)

    for broken, says in (
        ({"/index.html": nowhere / "index.html"}, "No such file"),
        ({"/zebra.js": nowhere / "zebra.js"}, "No such file"),
        ({"/index.html": unmarked}, r"index\.html must hold this line once"),
    ):
        for folder in (tmp_path / "new", out):
            with pytest.raises(command.PageWriteError, match=says):
                command.write_page({**page_files(REPO_ROOT), **broken}, config, folder)
    assert contents(tmp_path) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "outputs.json", "page", "page-headers.json", "sources",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "start a local stage with: make up"),
        ("{", "is not JSON"),
        ("[]", "must hold a JSON object"),
        ("{}", "the outputs lack websocket_url, http_url, user_pool_client_id, user_pool_id"),
        ('{"oidc_issuer": "https://login.example.com"}', "only at a Cognito user pool"),
    ],
)
def test_outputs_that_cannot_be_used_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    file = tmp_path / "outputs.json"
    if text is not None:
        file.write_text(text)

    assert said in refused(file, tmp_path / "page", capsys)

"""make comment: one comment a pull request, by a text that a stranger may write."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.repository import REPO_ROOT
from tools.delivery.comment import AUTHOR, BYTES, CUT, NOTE, PAGES, PER_PAGE, main

SHA, OTHER = "a" * 40, "b" * 40
MARKED = "<!-- realtime-review -->"
NOTE_OF_SHA = NOTE.format(sha=SHA)


class FakeGitHub:
    """The part of the API that the command asks. ``changes``: what it was told to write."""

    def __init__(self) -> None:
        self.pulls = [pull(7)]
        self.comments: list[dict[str, Any]] = []
        self.changes: list[tuple[str, str, str]] = []
        self.asked: list[str] = []
        self.refuses = False

    def answer(self, method: str, target: str, body: Any) -> Any:
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        self.asked.append(f"{method} {target}")
        if method != "GET":
            self.changes.append((method, path, body["body"]))
            return {}
        if path.endswith("/pulls"):
            branch = query["head"][0].partition(":")[2]
            return [one for one in self.pulls if one["head"]["ref"] == branch]
        first = (int(query["page"][0]) - 1) * PER_PAGE
        return self.comments[first : first + PER_PAGE]


def pull(number: int, sha: str = SHA, repository: str = "ada/fork") -> dict[str, Any]:
    return {
        "number": number,
        "head": {"sha": sha, "ref": "a-branch", "repo": {"full_name": repository}},
        "base": {"repo": {"full_name": "team/shop"}},
    }


def written(identity: int, body: str, author: str = AUTHOR) -> dict[str, Any]:
    return {"id": identity, "body": body, "user": {"login": author}}


@pytest.fixture
def github() -> FakeGitHub:
    return FakeGitHub()


@pytest.fixture
def environment(github: FakeGitHub) -> Iterator[dict[str, str]]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            found = github.answer(self.command, self.path, body)
            self.send_response(403 if github.refuses else 200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        do_POST = do_PATCH = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
            "GITHUB_REPOSITORY": "team/shop", "GITHUB_TOKEN": "token",
            "HEAD_REPOSITORY": "ada/fork", "HEAD_BRANCH": "a-branch", "HEAD_SHA": SHA,
        }  # fmt: skip
        server.shutdown()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "review.md"
    made.write_text("### Review\n")
    return made


def test_the_first_run_posts_and_the_next_one_updates(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    body = f"{MARKED}\n{NOTE_OF_SHA}### Review\n"

    assert main(["realtime-review", str(file)], environment) == 0
    github.comments = [written(1, "hello", "ada"), written(2, body)]
    assert main(["realtime-review", str(file)], environment) == 0

    assert github.changes == [
        ("POST", "/repos/team/shop/issues/7/comments", body),
        ("PATCH", "/repos/team/shop/issues/comments/2", body),
    ]


def test_a_text_that_begins_with_the_marker_has_it_once(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    file.write_text(f"{MARKED}\n### Review\n")

    assert main(["realtime-review", str(file)], environment) == 0
    assert github.changes[0][2] == f"{MARKED}\n{NOTE_OF_SHA}### Review\n"


def test_a_comment_of_somebody_else_is_never_touched_whatever_its_marker(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    github.comments = [
        written(1, f"{MARKED}\nmine", "mallory"),
        written(2, "<!-- realtime-preview -->\nours, but another"),
        written(3, f"quoted: {MARKED}"),
    ]

    assert main(["realtime-review", str(file)], environment) == 0
    assert [change[:2] for change in github.changes] == [
        ("POST", "/repos/team/shop/issues/7/comments")
    ]


def test_the_comment_is_found_behind_a_hundred_others_and_a_flood_ends(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    others = [written(number, "+1", "ada") for number in range(PER_PAGE)]
    github.comments = [*others, written(500, f"{MARKED}\nold")]
    assert main(["realtime-review", str(file)], environment) == 0
    assert github.changes.pop()[:2] == ("PATCH", "/repos/team/shop/issues/comments/500")

    github.comments = others * (PAGES + 3)
    github.asked.clear()
    assert main(["realtime-review", str(file)], environment) == 0
    assert len([one for one in github.asked if "/comments?" in one and "GET" in one]) == PAGES


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [pull(7, OTHER)],  # a commit came since
        [pull(7, repository="ada/another")],
        [pull(7) | {"base": {"repo": {"full_name": "team/another"}}}],
        [{**pull(7), "head": {"sha": SHA, "ref": "a-branch", "repo": None}}],  # the fork is gone
        [pull(7), pull(8)],  # two branches to merge into: which one was reviewed?
    ],
)
def test_nobody_is_told_unless_one_open_pull_request_has_the_commit_as_its_head(
    github: FakeGitHub,
    environment: dict[str, str],
    file: Path,
    capsys: pytest.CaptureFixture[str],
    pulls: list[dict[str, Any]],
) -> None:
    github.pulls = pulls

    assert main(["realtime-review", str(file)], environment) == 0
    assert github.changes == []
    assert f"No open pull request has {SHA} as its head" in capsys.readouterr().out


def test_a_branchs_name_is_one_value_of_the_question(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    environment["HEAD_BRANCH"] = "x&state=closed#$(id)"

    assert main(["realtime-review", str(file)], environment) == 0
    assert "head=ada%3Ax%26state%3Dclosed%23%24%28id%29" in github.asked[0]


def test_a_mention_calls_nobody_and_nothing_unseen_is_posted(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    file.write_bytes("@team/all a\x1b[31m b\u202ec a@b.example \x07".encode() + b"\xff ok")

    assert main(["realtime-review", str(file)], environment) == 0

    (_, _, body) = github.changes[0]
    assert body == f"{MARKED}\n{NOTE_OF_SHA}@\u2060team/all a[31m bc a@\u2060b.example  ok"


@pytest.mark.parametrize("at", ["&#64;", "&#064;", "&#x40;", "&#X0040;", "&commat;"])
def test_a_mention_whose_sign_is_written_as_an_entity_calls_nobody(
    github: FakeGitHub, environment: dict[str, str], file: Path, at: str
) -> None:
    """GitHub looks for mentions in the text that the Markdown has become."""
    file.write_text(f"{at}team/all")

    assert main(["realtime-review", str(file)], environment) == 0
    assert github.changes[0][2].endswith("@\u2060team/all")


def test_a_comment_says_of_which_commit_it_is(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    """A later run may fail before it has a text, and this one stays."""
    assert main(["realtime-review", str(file)], environment) == 0
    assert f"of {SHA}" in github.changes[0][2]


def test_a_text_of_any_length_is_cut_to_what_a_comment_may_hold(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    file.write_text("é" * (2 * BYTES))

    assert main(["realtime-review", str(file)], environment) == 0

    (_, _, body) = github.changes[0]
    assert body.endswith(f"é{CUT}")
    assert len(body.encode()) < 65_536


def test_a_text_that_is_all_mentions_is_cut_after_they_have_grown(
    github: FakeGitHub, environment: dict[str, str], file: Path
) -> None:
    file.write_text("@a" * (BYTES // 2))

    assert main(["realtime-review", str(file)], environment) == 0

    (_, _, body) = github.changes[0]
    assert body.endswith(CUT)
    assert len(body) < 65_536


def test_a_link_to_another_file_is_no_text(
    github: FakeGitHub,
    environment: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "secret").write_text("token")
    (tmp_path / "link.md").symlink_to(tmp_path / "secret")
    (tmp_path / "empty.md").write_text("\n")

    codes = [
        main(["realtime-review", str(tmp_path / name)], environment)
        for name in ("link.md", "empty.md", "none.md")
    ]

    assert codes == [2, 2, 2]
    assert github.asked == []
    said = capsys.readouterr().err
    assert "link.md is no plain file" in said
    assert "empty.md is empty" in said
    assert "none.md cannot be read: No such file or directory" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEAD_SHA", "HEAD"),
        ("HEAD_REPOSITORY", "ada/fork/../x"),
        ("HEAD_BRANCH", "a\nb"),
        ("GITHUB_REPOSITORY", ""),
        ("GITHUB_TOKEN", ""),
    ],
)
def test_a_variable_that_is_not_what_it_should_be_is_named_and_nothing_asked(
    github: FakeGitHub,
    environment: dict[str, str],
    file: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    assert main(["realtime-review", str(file)], environment | {name: value}) == 2
    assert f"the variable {name} must match" in capsys.readouterr().err
    assert github.asked == []


def test_a_marker_that_would_end_its_own_comment_is_refused(
    environment: dict[str, str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["x --> y", str(file)], environment) == 2
    assert "MARKER must be lower-case letters and dashes, got 'x --> y'" in capsys.readouterr().err


def test_the_command_needs_nothing_but_python() -> None:
    """Or the job that may comment would have to install packages."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import tools.delivery.comment"],
        cwd=REPO_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_a_refusal_of_github_fails_without_the_token_in_the_message(
    github: FakeGitHub,
    environment: dict[str, str],
    file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    github.refuses = True

    assert main(["realtime-review", str(file)], environment | {"GITHUB_TOKEN": "s3cr3t"}) == 1
    said = capsys.readouterr().err
    assert "GitHub did not take the comment: HTTP Error 403" in said
    assert "s3cr3t" not in said
